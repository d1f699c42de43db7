// The page: fetches the digest, draws its charts, and does so again after each run.

import { drawBars, drawColumns } from './charts.js';
import { followRuns } from './results.js';

const STATES_SHOWN = 12;

const number = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });

const dollars = value => `$${compact.format(value)}`;
const month = label => new Date(Date.UTC(2000, label - 1)).toLocaleDateString('en-US', { month: 'short', timeZone: 'UTC' });

const byId = id => document.getElementById(id);

let digest;

function make(name, css, ...children) {
  const element = document.createElement(name);
  element.className = css;
  element.append(...children);
  return element;
}

/** What the charts of strikes show: how many, those with damage set off, or their cost. */
const MEASURES = {
  strikes: { of: row => ({ value: row.strikes, part: row.damaged, text: number.format(row.strikes) }), tick: compact.format },
  cost: { of: row => ({ value: row.cost, text: dollars(row.cost) }), tick: dollars },
};

const measure = () => MEASURES[document.querySelector('input[name=measure]:checked').value];

const shown = (rows, label = text => text) => rows.map(row => ({ label: label(row.label), ...measure().of(row) }));

function most(rows, label = text => text) {
  const top = shown(rows, label).reduce((best, row) => (row.value > best.value ? row : best));
  return `Most: ${top.label}, ${top.text}.`;
}

function strikeTable(rows, label = text => text) {
  return {
    head: ['', 'strikes', 'damaged', 'cost'],
    body: rows.map(row => [label(row.label), number.format(row.strikes), number.format(row.damaged), `$${number.format(row.cost)}`]),
  };
}

function hours() {
  return digest.delays.hours.map(hour => ({ ...hour, mean: hour.minutes / hour.flights }));
}

/** The charts of the page: where each has its figures, what it says about them, how it draws. */
const CARDS = [
  {
    title: 'Strikes by year',
    breakdown: 'by-year',
    note: rows => `${most(rows)} The records end in ${day.format(new Date(digest.totals.last))}.`,
    draw: (place, rows) => drawColumns(place, shown(rows), 'Strikes by year', measure().tick),
    table: rows => strikeTable(rows),
  },
  {
    title: 'Strikes by month',
    breakdown: 'by-month',
    note: rows => `${most(rows, month)} All years together.`,
    draw: (place, rows) => drawColumns(place, shown(rows, month), 'Strikes by month', measure().tick),
    table: rows => strikeTable(rows, month),
  },
  {
    title: 'Strikes by phase of flight',
    breakdown: 'by-phase',
    note: rows => most(rows),
    draw: (place, rows) => drawBars(place, shown(rows), 'Strikes by phase of flight'),
    table: rows => strikeTable(rows),
  },
  {
    title: 'Delay by hour of departure',
    rows: hours,
    note: () => 'Mean minutes. Pale: fewer than 100 flights.',
    draw: (place, rows) => drawColumns(
      place,
      // The few flights of the small hours would set the scale for all others.
      rows.filter(row => row.flights >= 20).map(row => ({
        label: `${row.hour}`,
        value: row.mean,
        text: `${row.mean.toFixed(1)} min, ${number.format(row.flights)} flights`,
        faint: row.flights < 100,
      })),
      'Mean delay by hour of departure',
      tick => `${tick}`,
    ),
    table: rows => ({
      head: ['hour', 'flights', 'mean delay', 'over 15 min'],
      body: rows.map(row => [row.hour, number.format(row.flights), row.mean.toFixed(1), percent.format(row.late / row.flights)]),
    }),
  },
  {
    title: 'Strikes by species',
    breakdown: 'by-species',
    note: () => `Without the ${number.format(digest.quality.unclearSpecies)} that nobody could identify.`,
    draw: (place, rows) => drawBars(place, shown(rows.filter(row => row.label !== 'Not identified')), 'Strikes by species'),
    table: rows => strikeTable(rows),
  },
  {
    title: 'Strikes by state',
    breakdown: 'by-state',
    note: rows => `${most(rows)} First ${STATES_SHOWN} of ${rows.length} states.`,
    draw: (place, rows) => drawBars(place, shown(rows.slice(0, STATES_SHOWN)), 'Strikes by state'),
    table: rows => strikeTable(rows),
  },
  {
    title: 'Airports with most strikes per 10,000 flights',
    wide: true,
    rows: () => digest.rates.highest,
    note: () => `The highest of ${digest.rates.compared} airports. All strikes of 1990–2002 by the flights of 2008: `
      + 'to compare by, not a yearly rate.',
    draw: (place, rows) => drawBars(
      place,
      rows.map(row => ({ label: `${row.iata} ${row.city}`, value: row.rate, text: row.rate.toFixed(1) })),
      'Airports with most strikes per 10,000 flights',
    ),
    table: rows => ({
      head: ['', 'strikes', 'flights', 'rate'],
      body: rows.map(row => [`${row.iata} ${row.name}`, number.format(row.strikes), number.format(row.flights), row.rate.toFixed(2)]),
    }),
  },
];

function tableOf({ head, body }) {
  const cells = (name, texts) => texts.map(text => make(name, '', `${text}`));
  return make('table', '',
    make('thead', '', make('tr', '', ...cells('th', head))),
    make('tbody', '', ...body.map(texts => make('tr', '', ...cells('td', texts)))));
}

/** Sets up a card; its chart is drawn once it has a width. */
function cardOf(spec) {
  const card = make('section', 'card', make('h2', '', spec.title));
  card.dataset.report = spec.breakdown ?? spec.title;
  if (spec.wide) {
    card.style.gridColumn = '1 / -1';
  }
  if (spec.breakdown && digest.missing.includes(spec.breakdown)) {
    card.append(make('p', 'failed', 'This report failed in the latest run. The digest came out without it.'));
    return { card, draw: () => {} };
  }
  const rows = spec.breakdown ? digest.breakdowns[spec.breakdown].rows : spec.rows();
  const place = make('figure', '');
  const figures = make('details', '', make('summary', '', 'All figures'), make('div', 'scroll', tableOf(spec.table(rows))));
  card.append(make('p', 'note', spec.note(rows)), place, figures);
  return { card, draw: () => spec.draw(place, rows) };
}

function drawCards() {
  const cards = CARDS.map(cardOf);
  byId('cards').replaceChildren(...cards.map(({ card }) => card));
  cards.forEach(({ draw }) => draw());
  byId('key').hidden = measure() !== MEASURES.strikes;
}

function tile(name, figure, remark) {
  return make('div', '', make('dt', '', name), make('dd', '', figure, make('small', '', remark)));
}

function drawHead() {
  const { totals, sources, quality } = digest;
  const { named, unmatched } = quality.airports;
  byId('lead').textContent = `Wildlife strikes reported at ${named} airports of the United States, `
    + `${day.format(new Date(totals.first))} to ${day.format(new Date(totals.last))}. `
    + `Digest of ${moment.format(new Date(digest.made))}.`;
  byId('tiles').replaceChildren(
    tile('Strikes reported', number.format(totals.strikes), `${number.format(quality.unclearSpecies)} by birds nobody identified`),
    tile('Aircraft damaged', number.format(totals.damaged), `${percent.format(totals.damaged / totals.strikes)} of all strikes`),
    tile('Cost reported', `${dollars(totals.cost)}`, 'most strikes report none'),
    tile('Airports matched', `${named - unmatched.length} of ${named}`, `in a list of ${number.format(sources.airports)}`),
  );
  const lost = unmatched.map(airport => `${airport.name}, ${airport.state} (${number.format(airport.strikes)} strikes)`);
  const quiet = digest.rates.quiet.map(airport => `${airport.name} (${number.format(airport.strikes)} strikes)`);
  byId('quality').textContent = [
    lost.length ? `Not in the list of airports: ${lost.join(', ')}.` : '',
    quiet.length ? `With too few flights to compare: ${quiet.join(', ')}.` : '',
    `Damage given by an unexplained code, counted as none: ${number.format(quality.unclearDamage)} strikes.`,
  ].join(' ');
}

async function load() {
  const response = await fetch('api/digest');
  if (response.status === 200) {
    digest = await response.json();
    drawHead();
    drawCards();
  }
}

const redraw = () => digest && drawCards();

document.querySelectorAll('input[name=measure]').forEach(input => input.addEventListener('change', redraw));
new ResizeObserver(redraw).observe(byId('cards').parentElement);
followRuns(load);
load();
