#!/usr/bin/env node
// Runs on whatever Node is there: nothing newer than ES5 in this file, and no module of ES (see package.json beside it).
const wanted = [20, 17];
const found = process.versions.node.split('.').map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write('create-irsa needs Node.js ' + wanted.join('.') + ' or newer, and this is ' + process.versions.node + '.\n');
  process.exitCode = 2;
} else {
  // oxlint-disable-next-line import/no-unassigned-import -- it runs by being loaded
  require('../dist/program/main.cjs');
}
