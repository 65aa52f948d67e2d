// One run of node-config as the process stands: its folder, variables and arguments.
'use strict';

const path = require('node:path');
const { pathToFileURL } = require('node:url');

const MODULE = pathToFileURL(path.join(__dirname, 'node_modules', 'config', 'lib', 'config.mjs')).href;
let runs = 0;

// The tree as plain objects, and the names of its sources, low to high. A query in its address makes node-config
// a new module: it reads everything once, when it is loaded.
async function run() {
  runs += 1;
  const config = (await import(`${MODULE}?${runs}`)).default;
  const folder = process.cwd();
  const sources = config.util.getConfigSources().map((source) => path.relative(folder, path.resolve(source.name)));
  return { tree: plain(config), sources };
}

// What a thread may send: functions stand as their text.
function plain(value) {
  if (typeof value === 'function') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, plain(value[key])]));
}

module.exports = run;
