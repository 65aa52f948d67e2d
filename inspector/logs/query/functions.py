"""The functions of SQL that a filter can call: each looks at one record, in bounded time and memory."""

from __future__ import annotations

from sqlglot import exp

_TEXT = (
    exp.Concat,
    exp.ConcatWs,
    exp.Contains,
    exp.EndsWith,
    exp.Initcap,
    exp.Left,
    exp.Length,
    exp.Levenshtein,
    exp.Lower,
    exp.RegexpExtract,
    exp.RegexpFullMatch,
    exp.RegexpILike,
    exp.RegexpLike,
    exp.RegexpReplace,
    exp.Replace,
    exp.Reverse,
    exp.Right,
    exp.Split,
    exp.SplitPart,
    exp.StartsWith,
    exp.StrPosition,
    exp.Substring,
    exp.Translate,
    exp.Trim,
    exp.Unicode,
    exp.Upper,
)
_NUMBERS = (
    exp.Abs,
    exp.Cbrt,
    exp.Ceil,
    exp.Exp,
    exp.Floor,
    exp.IsInf,
    exp.IsNan,
    exp.Ln,
    exp.Log,
    exp.Pow,
    exp.Round,
    exp.Sign,
    exp.Sqrt,
    exp.Trunc,
)
_TIMES = (
    exp.CurrentDate,
    exp.CurrentTimestamp,
    exp.DateDiff,
    exp.DateTrunc,
    exp.Day,
    exp.DayOfWeek,
    exp.Extract,
    exp.Hour,
    exp.Minute,
    exp.Month,
    exp.Second,
    exp.StrToTime,
    exp.TimeToUnix,
    exp.TimestampTrunc,
    exp.UnixToTime,
    exp.Year,
)
_CHOICES = (exp.Case, exp.Coalesce, exp.Greatest, exp.If, exp.Least, exp.Nullif)
_TYPES = (exp.Cast, exp.TryCast, exp.Typeof)
_PARTS = (
    exp.Array,
    exp.ArrayContains,
    exp.ArrayOverlaps,
    exp.ArraySize,
    exp.JSONExtract,
    exp.JSONExtractScalar,
)
_LOGIC = (exp.And, exp.Or, exp.Xor, exp.Between, exp.In)

FUNCTIONS: tuple[type[exp.Expr], ...] = (*_TEXT, *_NUMBERS, *_TIMES, *_CHOICES, *_TYPES, *_PARTS, *_LOGIC)
