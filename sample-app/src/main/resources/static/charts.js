// Two kinds of charts, as SVG drawn to the width of their place. A row is
// {label, value, part, text, faint}: part is the share of the value to set off, text what to write beside the bar.

const MARGIN = 12;
const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

function canvas(place, height, description) {
  const width = Math.max(place.clientWidth, 200);
  const svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description });
  place.replaceChildren(svg);
  return { svg, width };
}

function box(group, css, x, y, width, height) {
  if (width > 0 && height > 0) {
    group.append(shape('rect', { class: css, x, y, width, height }));
  }
}

function group(row) {
  const element = shape('g', { class: row.faint ? 'faint' : '' });
  element.append(shape('title', {}, `${row.label}: ${row.text}`));
  return element;
}

/** Writes texts at the left edge, to learn how much room the longest of them needs. */
function widest(svg, css, texts) {
  const written = texts.map(text => shape('text', { class: css }, text));
  svg.append(...written);
  const width = Math.max(...written.map(text => text.getComputedTextLength()));
  written.forEach(text => text.remove());
  return width;
}

/** Bars from left to right, one below the other, with labels before and figures behind them. */
export function drawBars(place, rows, description) {
  const pitch = 25;
  const { svg, width } = canvas(place, rows.length * pitch, description);
  const left = widest(svg, '', rows.map(row => row.label)) + 10;
  const right = widest(svg, 'soft', rows.map(row => row.text)) + 8;
  const scale = Math.max(width - left - right, 20) / Math.max(...rows.map(row => row.value), 1e-9);

  rows.forEach((row, i) => {
    const g = group(row);
    const y = i * pitch;
    const end = left + row.value * scale;
    const parted = (row.part ?? 0) * scale;
    g.append(shape('text', { x: 0, y: y + 16 }, row.label));
    box(g, 'damaged', left, y + 4, parted, pitch - 9);
    box(g, 'bar', left + parted, y + 4, end - left - parted, pitch - 9);
    g.append(shape('text', { class: 'soft', x: end + 6, y: y + 16 }, row.text));
    svg.append(g);
  });
}

/** Columns side by side, on a scale of values; they may be negative. */
export function drawColumns(place, rows, description, format) {
  const height = 210;
  const { svg, width } = canvas(place, height, description);
  const ticks = ticksFor(Math.min(...rows.map(row => row.value), 0), Math.max(...rows.map(row => row.value), 0));
  const left = widest(svg, 'soft', ticks.map(format)) + 10;
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const y = value => 10 + ((high - value) / (high - low)) * (height - 36);

  for (const tick of ticks) {
    svg.append(shape('line', { x1: left, x2: width - MARGIN, y1: y(tick), y2: y(tick) }));
    svg.append(shape('text', { class: 'soft', x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, format(tick)));
  }
  const pitch = (width - left - MARGIN) / rows.length;
  const every = Math.ceil((widest(svg, 'soft', rows.map(row => row.label)) + 3) / pitch);
  rows.forEach((row, i) => {
    const g = group(row);
    const x = left + i * pitch + pitch * 0.12;
    const part = row.part ?? 0;
    box(g, 'bar', x, y(Math.max(row.value, 0)), pitch * 0.76, Math.abs(y(row.value - part) - y(0)));
    box(g, 'damaged', x, y(part), pitch * 0.76, y(0) - y(part));
    if (i % every === 0) {
      g.append(shape('text', { class: 'soft', x: x + pitch * 0.38, y: height - 8, 'text-anchor': 'middle' }, row.label));
    }
    svg.append(g);
  });
}

/** Four or so round values that enclose the range. */
function ticksFor(low, high) {
  const rough = Math.max(high - low, 1e-9) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough);
  const ticks = [];
  for (let i = Math.floor(low / step); i <= Math.ceil(high / step); i++) {
    ticks.push(i * step);
  }
  return ticks;
}
