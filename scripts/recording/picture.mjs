/** What a terminal shows → SVG, cell by cell. */
const [CELL, LINE, SIZE, PADDING] = [9.03, 20, 15, 18];
const [PAPER, INK] = ['#15191f', '#d7dce2'];
/** The sixteen colours of ANSI, legible on the paper. */
const PALETTE = [
  '#3b4250 #ff7b72 #7ee787 #f2cc60 #79c0ff #d2a8ff #76e3ea #d7dce2',
  '#8b949e #ffa198 #aff5b4 #f8e3a1 #a5d6ff #e2c5ff #b3f0ff #ffffff',
].flatMap((eight) => eight.split(' '));

/**
 * @param {import('@xterm/headless').Terminal} terminal
 * @param {string} title of the picture, for who cannot see it
 */
export function picture({ buffer: { active }, cols, rows }, title) {
  const all = Array.from({ length: rows }, (_, row) => active.getLine(active.viewportY + row));
  const lines = all.slice(0, all.findLastIndex((line) => line?.translateToString(true)) + 1);
  const [width, height] = [Math.ceil(cols * CELL + 2 * PADDING), lines.length * LINE + 2 * PADDING];
  const text = lines.flatMap((line, row) => (line ? runs(line, cols).map((run) => spelled(run, row)) : []));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans Mono" font-size="${SIZE}"><title>${escaped(title)}</title><rect width="100%" height="100%" rx="10" fill="${PAPER}"/>${text.join('')}</svg>`;
}

/** Cells of one look that follow each other. */
function runs(line, cols) {
  const found = [];
  for (let at = 0; at < cols; at++) {
    const cell = line.getCell(at);
    const characters = cell?.getChars() || ' ';
    const look = cell ? lookOf(cell) : '';
    const last = found.at(-1);
    if (last?.look === look) last.text += characters;
    else found.push({ at, look, text: characters });
  }
  return found.filter(({ text, look }) => text.trim() !== '' || look.includes('decoration'));
}

function lookOf(cell) {
  const colour = cell.isFgPalette() ? (PALETTE[cell.getFgColor()] ?? INK) : INK;
  return [
    `fill="${cell.isDim() ? '#8b949e' : colour}"`,
    ...(cell.isBold() ? ['font-weight="bold"'] : []),
    ...(cell.isUnderline() ? ['text-decoration="underline"'] : []),
  ].join(' ');
}

const spelled = ({ at, look, text }, row) =>
  `<text x="${(PADDING + at * CELL).toFixed(2)}" y="${PADDING + row * LINE + SIZE}" xml:space="preserve" ${look}>${escaped(text)}</text>`;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
