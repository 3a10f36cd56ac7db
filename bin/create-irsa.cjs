#!/usr/bin/env node
// Parsed by whatever Node is there: nothing newer than ES5 in this file.
var wanted = [20, 17];
var found = process.versions.node.split('.');
if (Number(found[0]) < wanted[0] || (Number(found[0]) === wanted[0] && Number(found[1]) < wanted[1])) {
  process.stderr.write('create-irsa needs Node.js ' + wanted.join('.') + ' or newer, and this is ' + process.versions.node + '.\n');
  process.exitCode = 2;
} else {
  var module_ = require('module');
  if (module_.enableCompileCache) module_.enableCompileCache();
  // oxlint-disable-next-line import/no-unassigned-import -- it runs
  require('../dist/main.cjs');
}
