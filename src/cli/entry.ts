// The version is asked for by scripts, over and over: it loads nothing else.
if (process.argv[2] === '--version' || process.argv[2] === '-v') process.stdout.write(`${__VERSION__}\n`);
else void import('./main.ts');
