#!/usr/bin/env node
// Runs on whatever Node is there: nothing newer than import() in this file.
const wanted = [20, 17];
const found = process.versions.node.split('.').map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write('create-irsa needs Node.js ' + wanted.join('.') + ' or newer, and this is ' + process.versions.node + '.\n');
  process.exitCode = 2;
} else {
  // Node 22 and later keep what they have compiled.
  const nodeModule = process.getBuiltinModule && process.getBuiltinModule('node:module');
  if (nodeModule && nodeModule.enableCompileCache) nodeModule.enableCompileCache();
  void import('../dist/main.js');
}
