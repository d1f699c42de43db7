// The list of results, filled line by line by server-sent events.

const MARKS = { SUCCEEDED: '✓', CONTROLLED: '!', FAILED: '✕', SKIPPED: '–' };
const WORDS = { SUCCEEDED: 'succeeded', CONTROLLED: 'failed, controlled', FAILED: 'failed', SKIPPED: 'skipped' };

const list = document.getElementById('results');
const status = document.getElementById('status');
const progress = document.getElementById('progress');
const button = document.getElementById('run');

const seconds = millis => `${(millis / 1000).toFixed(2)} s`;

function span(css, text) {
  const element = document.createElement('span');
  element.className = css;
  element.textContent = text;
  return element;
}

function lineFor(result) {
  const line = document.createElement('li');
  line.className = result.state;
  line.dataset.task = result.task;
  const mark = span('mark', MARKS[result.state]);
  mark.title = WORDS[result.state];
  line.append(mark, span('task', result.task), span('millis', seconds(result.millis)));
  if (result.state !== 'SUCCEEDED') {
    line.append(span('text', `${WORDS[result.state]}: ${result.text}`));
  } else {
    line.title = result.text;
  }
  return line;
}

function running(tasks) {
  list.replaceChildren();
  progress.max = tasks;
  progress.value = 0;
  status.textContent = `running ${tasks} tasks …`;
  button.disabled = true;
}

function ended(run) {
  progress.value = progress.max;
  status.textContent = `Run ${run.run}: ${run.text}, in ${seconds(run.millis)}. Times are since its start.`;
  button.disabled = false;
}

/** Shows each run as it goes, and calls back when one has ended. A page that connects late is sent the latest run. */
export function followRuns(onEnd) {
  const events = new EventSource('api/results');
  const on = (name, action) => events.addEventListener(name, event => action(JSON.parse(event.data)));
  on('started', run => running(run.tasks));
  on('result', result => {
    list.append(lineFor(result));
    progress.value = list.children.length;
  });
  on('ended', run => {
    ended(run);
    onEnd();
  });
  events.onopen = () => {
    if (!list.children.length) {
      status.textContent = 'waiting for a run …';
    }
  };
  events.onerror = () => {
    status.textContent = 'no connection; trying again …';
  };

  button.addEventListener('click', async () => {
    button.disabled = true;
    const response = await fetch('api/runs', { method: 'POST' });
    if (!response.ok) {
      status.textContent = response.status === 409 ? 'A run is under way already.' : `No run: ${response.status}`;
      button.disabled = false;
    }
  });
}
