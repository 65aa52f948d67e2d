// The JavaScript libraries, asked over a pipe: one JSON case a line in, one JSON answer a line out.
//
// A case names its command and what that needs (the table at the end). An answer is {"value": ENCODED} or
// {"error": {"name", "message"}}; encode.cjs says how values that JSON cannot hold are written.
'use strict';

const path = require('node:path');
const readline = require('node:readline');
const { Worker } = require('node:worker_threads');
const encode = require('./encode.cjs');

const START_FOLDER = process.cwd();

// node-config in a thread of its own: nothing of an earlier case is left.
function loadConfig({ folder, environ, argv = [] }) {
  process.chdir(folder);
  const worker = new Worker(path.join(__dirname, 'config_worker.cjs'), {
    env: environ, argv, stdout: true, stderr: true,
  });
  let said = '';
  worker.stdout.on('data', (chunk) => { said += chunk; });
  worker.stderr.on('data', (chunk) => { said += chunk; });
  return new Promise((resolve, reject) => {
    let answer;
    let thrown;
    worker.on('message', (message) => { answer = message; });
    worker.on('error', (error) => { thrown = error; });
    worker.on('exit', () => {
      process.chdir(START_FOLDER);
      setImmediate(() => (thrown ? reject(thrown) : resolve({ ...answer, said })));
    });
  });
}

// node-config in this thread, a few times faster. The modules below it keep the folder and the parsers of the
// first case, so that all cases must have the same folder.
async function loadConfigAgain({ folder, environ }) {
  process.chdir(folder);
  let said = '';
  const own = console.error;
  console.error = (...words) => { said += `${words.join(' ')}\n`; };
  try {
    return { ...await withEnviron(environ, () => require('./config_run.cjs')()), said };
  } finally {
    console.error = own;
  }
}

// Runs with these variables and no others.
async function withEnviron(environ, work) {
  const own = { ...process.env };
  const put = (variables) => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, variables);
  };
  put(environ);
  try {
    return await work();
  } finally {
    put(own);
  }
}

function fresh(name) {
  delete require.cache[require.resolve(name)];
  return require(name);
}

// dotenv's config() on these files, then dotenv-expand if asked for: the environment afterwards.
function loadDotenv({ paths, environ, override = false, expand = false }) {
  const processEnv = { ...environ };
  const result = require('dotenv').config({ path: paths, processEnv, override, quiet: true });
  if (result.error) throw result.error;
  if (expand) require('dotenv-expand').expand({ parsed: result.parsed, processEnv });
  return { environ: processEnv, parsed: result.parsed };
}

function loadNext({ folder, environ, dev = false }) {
  return withEnviron(environ, () => {
    const silent = { info() {}, error() {} };
    const { loadedEnvFiles } = fresh('@next/env').loadEnvConfig(folder, dev, silent, true);
    return { environ: { ...process.env }, files: loadedEnvFiles.map((file) => file.path) };
  });
}

async function loadVite({ folder, environ, mode, prefixes = 'VITE_' }) {
  const { loadEnv } = await import('vite');
  return withEnviron(environ, () => loadEnv(mode, folder, prefixes));
}

// `options` are those of dotenv-flow's config() and listFiles().
function loadFlow({ environ, options }) {
  return withEnviron(environ, () => {
    const flow = fresh('dotenv-flow');
    const result = flow.config({ silent: true, ...options });
    if (result.error) throw result.error;
    const files = flow.listFiles(options).map((file) => path.basename(file));
    return { environ: { ...process.env }, parsed: result.parsed, files };
  });
}

// json5 warns of line separators in texts.
function withoutWarnings(work) {
  const own = console.warn;
  console.warn = () => {};
  try {
    return work();
  } finally {
    console.warn = own;
  }
}

// jsonc-parser reads on after errors; here the first one is thrown.
function parseJsonc(text) {
  const { parse, printParseErrorCode } = require('jsonc-parser');
  const errors = [];
  const value = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new SyntaxError(printParseErrorCode(errors[0].error));
  return value;
}

const COMMANDS = {
  config: loadConfig, // folder, environ, argv: the tree, names of sources, what was printed
  'config-again': loadConfigAgain, // folder (the same in all cases), environ: as above
  'js-yaml': ({ text }) => require('js-yaml').load(text),
  yaml: ({ text }) => require('yaml-package').parse(text, { logLevel: 'error' }),
  json: ({ text }) => JSON.parse(text),
  jsonc: ({ text }) => parseJsonc(text),
  json5: ({ text }) => withoutWarnings(() => require('json5').parse(text)),
  toml: ({ text }) => require('toml').parse(text),
  'dotenv-parse': ({ text }) => require('dotenv').parse(text),
  dotenv: loadDotenv, // paths, environ, override, expand
  next: loadNext, // folder, environ, dev
  vite: loadVite, // folder, environ, mode, prefixes
  flow: loadFlow, // environ, options
};

async function answer(line) {
  try {
    const asked = JSON.parse(line);
    return { value: encode(await COMMANDS[asked.command](asked)) };
  } catch (error) {
    return { error: { name: error.name, message: error.message } };
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
}

main();
