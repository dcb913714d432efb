/** What the page of the comparison does: it filters, sorts and shows what a cell goes by. It loads nothing, and keeps all of it in the link. */

export const comparisonScript = `
const $ = (id) => document.getElementById(id);
const table = $('table'), body = table.tBodies[0], rows = [...body.rows], detail = $('detail'), count = $('count');
const heads = [...table.querySelectorAll('.feature')];
const column = Object.fromEntries(heads.map((head, index) => [head.dataset.f, index + 1]));
const groupOf = (name) => heads[column[name] - 1].classList[0].slice(1);
const boxes = [...document.querySelectorAll('[data-group]')];
const shownFirst = boxes.filter((box) => box.defaultChecked).map((box) => box.dataset.group).join(',');
const collator = new Intl.Collator('en', { numeric: true });
const words = (text) => Object.assign(document.createElement('p'), { textContent: text });
let sorted = '', isDown = false, opened = '';

/* What may be asked of a feature: the answers that stand in its column. */
function offerAnswers() {
  const name = $('feature').value, chosen = $('answer').value;
  const texts = name === '' ? ['yes', 'no', 'unknown'] : rows.map((row) => row.cells[column[name]].textContent);
  const kinds = [...new Set(texts)].sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
  $('answer').replaceChildren(new Option('anything', ''), ...kinds.map((text) => new Option(text)));
  $('answer').value = kinds.includes(chosen) ? chosen : '';
}
function rank(text) {
  return text === 'yes' ? 0 : text === 'no' ? 1 : text === 'unbounded' ? 4 : text === 'unknown' ? 5 : text === '–' ? 6 : text.startsWith('≥') ? 3 : 2;
}
function filter() {
  for (const box of boxes) table.classList.toggle('no' + box.dataset.group, !box.checked);
  const name = $('name').value.trim().toLowerCase(), family = $('family').value;
  const feature = $('feature').value, answer = $('answer').value;
  const asked = feature !== '' ? [column[feature]] : heads.filter((head) => !table.classList.contains('no' + head.classList[0].slice(1))).map((head) => column[head.dataset.f]);
  let shown = 0;
  for (const row of rows) {
    const fits = (row.dataset.name + ' ' + row.dataset.title).toLowerCase().includes(name) &&
      (family === '' || row.dataset.family === family) &&
      (answer === '' || asked.some((index) => feature === '' ? row.cells[index].classList.contains(answer) : row.cells[index].textContent === answer));
    row.hidden = !fits;
    if (fits) shown++;
  }
  count.textContent = shown === 0 ? 'No primitive fits.' : shown + ' of ' + rows.length + ' primitives';
  table.parentElement.hidden = shown === 0;
  keep();
}
function sort() {
  const index = sorted === 'primitive' ? 0 : column[sorted];
  const textOf = (row) => row.cells[index].textContent;
  const order = sorted === '' ? rows : [...rows].sort((a, b) =>
    (isDown ? -1 : 1) * (index === 0 ? collator.compare(textOf(a), textOf(b)) : rank(textOf(a)) - rank(textOf(b)) || collator.compare(textOf(a), textOf(b))));
  body.append(...order);
  for (const head of table.querySelectorAll('thead th')) head.removeAttribute('aria-sort');
  if (sorted !== '') (index === 0 ? corner : heads[index - 1]).setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
}
/* All that was chosen stands in the link. */
function keep() {
  const chosen = new URLSearchParams();
  for (const id of ['name', 'family', 'feature', 'answer']) if ($(id).value !== '') chosen.set(id, $(id).value);
  const columns = boxes.filter((box) => box.checked).map((box) => box.dataset.group).join(',');
  if (columns !== shownFirst) chosen.set('columns', columns);
  if (sorted !== '') chosen.set('sort', (isDown ? '-' : '') + sorted);
  if (opened !== '') chosen.set('cell', opened);
  if (location.hash.includes('=') || String(chosen) !== '') history.replaceState(null, '', '#' + chosen);
}
function restore() {
  const chosen = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  for (const id of ['name', 'family', 'feature']) $(id).value = chosen.get(id) ?? '';
  if ($('feature').selectedIndex < 0) $('feature').value = '';
  if ($('family').selectedIndex < 0) $('family').value = '';
  offerAnswers();
  $('answer').value = chosen.get('answer') ?? '';
  if ($('answer').selectedIndex < 0) $('answer').value = '';
  const columns = chosen.get('columns') ?? shownFirst;
  for (const box of boxes) box.checked = columns.split(',').includes(box.dataset.group);
  const [, minus, by] = /^(-?)(.*)$/.exec(chosen.get('sort') ?? '');
  sorted = by === 'primitive' || by in column ? by : '';
  isDown = minus !== '';
  const [name, feature] = (chosen.get('cell') ?? '').split('/');
  sort();
  filter();
  const row = rows.find((one) => one.dataset.name === name);
  if (row !== undefined) show(row.cells[column[feature] ?? 0].querySelector('a'));
}
function copyButton(code) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'copy' });
  button.setAttribute('aria-label', 'copy ' + code.textContent);
  button.onclick = () => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand('copy');
    button.textContent = 'copied';
  };
  return button;
}
function show(link) {
  if (link === null) return;
  const cell = link.closest('td, th'), row = link.closest('tr'), name = row.dataset.name, head = heads[cell.cellIndex - 1];
  const note = $(link.getAttribute('href').slice(1)).cloneNode(true);
  for (const code of note.querySelectorAll('code')) {
    code.textContent = code.textContent.replace(' NAME', ' ' + name);
    code.after(copyButton(code));
  }
  for (const set of note.querySelectorAll('a[href^="#c"]')) {
    const list = document.createElement('details');
    list.append(Object.assign(document.createElement('summary'), { textContent: set.textContent }), $(set.getAttribute('href').slice(1)).textContent);
    set.replaceWith(list);
  }
  const { states } = link.dataset;
  $('detail-title').textContent = head === undefined ? name : name + ', ' + head.textContent + ': ' + link.textContent;
  const parts = document.createElement('p');
  parts.append(...note.childNodes);
  detail.querySelector('div').replaceChildren(
    ...(head === undefined ? [] : [words('Asked: ' + $('f.' + head.dataset.f).textContent)]), parts,
    ...(states === undefined ? [] : [words(states + ' states in all.')]));
  close(false);
  opened = name + (head === undefined ? '' : '/' + head.dataset.f);
  cell.classList.add('is-open');
  detail.show();
  $('detail-title').focus({ preventScroll: true });
  /* The cell stays in sight, above what is told of it. */
  document.body.style.paddingBottom = detail.offsetHeight + 32 + 'px';
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const below = cell.getBoundingClientRect().bottom + 16 - detail.getBoundingClientRect().top;
  if (below > 0) scrollBy(0, below);
  keep();
}
function close(isBack) {
  const cell = table.querySelector('.is-open');
  if (cell === null) return;
  cell.classList.remove('is-open');
  document.body.style.paddingBottom = '';
  detail.close();
  opened = '';
  if (isBack) cell.querySelector('a').focus();
  keep();
}
$('filters').addEventListener('input', (event) => {
  if (event.target === $('feature')) {
    offerAnswers();
    const name = $('feature').value;
    /* What is asked for is shown. */
    if (name !== '') boxes.find((box) => box.dataset.group === groupOf(name)).checked = true;
  }
  filter();
});
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('filters').addEventListener('reset', () => setTimeout(() => { sorted = ''; offerAnswers(); sort(); filter(); }));
table.addEventListener('click', (event) => {
  const button = event.target.closest('thead button'), link = event.target.closest('tbody a');
  if (button !== null) {
    const by = button.dataset.sort || 'primitive';
    /* Up, down, and as it was. */
    if (sorted !== by) { sorted = by; isDown = false; } else if (!isDown) isDown = true; else sorted = '';
    sort();
    keep();
  } else if (link !== null) {
    event.preventDefault();
    show(link);
  }
});
$('close').addEventListener('click', () => close(true));
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(true); });
addEventListener('hashchange', () => { if (location.hash.includes('=')) restore(); });
const corner = table.querySelector('.corner');
new ResizeObserver(() => {
  table.style.setProperty('--name', corner.offsetWidth + 'px');
  table.style.setProperty('--head', table.tHead.offsetHeight + 'px');
}).observe(corner);
for (const box of document.querySelectorAll('.scroll')) box.tabIndex = 0;
restore();
`;
