// node-config in a thread of its own.
'use strict';

const { parentPort } = require('node:worker_threads');
const run = require('./config_run.cjs');

run().then((answer) => parentPort.postMessage(answer));
