/** Runs the command that is given and then tells the most memory that its process held, in KiB, on the last line. */
const [script, ...args] = process.argv.slice(2);
process.argv = [process.execPath, script as string, ...args];
process.on('exit', () => {
  console.log(`peak ${process.resourceUsage().maxRSS}`);
});
await import(script as string);
