// A JavaScript value as JSON that keeps its type: what JSON has itself stands as it is, with numbers as the
// text that JavaScript prints; everything else is an object with one key that names what it is.
'use strict';

function encode(value, above = []) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return { number: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { bigint: String(value) };
    case 'object':
      return value === null ? null : encodeObject(value, above);
    default: // undefined, function, symbol
      return { [typeof value]: true };
  }
}

function encodeObject(value, above) {
  if (above.includes(value)) return { cycle: true };
  const below = [...above, value];
  if (value instanceof Date) return { date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Set) return { set: Array.from(value, (item) => encode(item, below)) };
  if (value instanceof Map) {
    return { map: Array.from(value, ([key, item]) => [encode(key, below), encode(item, below)]) };
  }
  if (Array.isArray(value)) return { list: value.map((item) => encode(item, below)) };
  return { dict: Object.keys(value).map((key) => [key, encode(value[key], below)]) };
}

module.exports = encode;
