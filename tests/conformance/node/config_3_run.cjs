// One run of node-config 3 as the process stands, printed as JSON: the tree and the names of its sources, or the error.
'use strict';

const path = require('node:path');

try {
  const config = require('config-3');
  const sources = config.util.getConfigSources().map((source) => path.relative(process.cwd(), source.name));
  console.log(JSON.stringify({ tree: config.util.toObject(), sources }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
}
