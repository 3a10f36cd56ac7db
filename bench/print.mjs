/** Measurements → lines of text with bars. */
import { cpus, loadavg } from 'node:os';
import { median, quantile } from './measure.mjs';

const WIDTH = 32;

export const machine = () =>
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() || 'unknown CPU'}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;

/**
 * One line each: name, ratio of medians to the first one's, bar, ratio of the fastest runs, median and
 * quartiles in milliseconds. A bar longer than the page is broken by `»`.
 */
export function bars(times, targets = {}) {
  const rows = [...times].map(([name, values]) => ({ name, values, middle: median(values), fastest: Math.min(...values) }));
  const [base] = rows;
  const left = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, values, middle, fastest }) => {
    const ratio = middle / base.middle;
    const length = Math.round(ratio * 4);
    const bar = length > WIDTH ? `${'█'.repeat(WIDTH - 2)}»█` : '█'.repeat(length);
    const best = (fastest / base.fastest).toFixed(2).padStart(6);
    const spread = `${middle.toFixed(0)} ms (${quantile(values, 0.25).toFixed(0)} to ${quantile(values, 0.75).toFixed(0)})`;
    return `${name.padEnd(left)}  ${ratio.toFixed(2).padStart(6)} ×  ${bar.padEnd(WIDTH)} ${best} × at best  ${spread}${targets[name]?.map((target) => verdict(ratio, target)).join('') ?? ''}`;
  });
}

const verdict = (ratio, target) => `, ${target} ×: ${ratio <= target ? 'met' : 'missed'}`;
