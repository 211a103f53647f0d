'use strict';
(() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

  // Crosshair: one line through every chart of the section, and what the account was worth there.
  for (const section of all('[data-points]')) {
    const points = JSON.parse(section.dataset.points);
    const from = +section.dataset.from, to = +section.dataset.to, unit = section.dataset.currency;
    const charts = all('svg.axis', section).map(svg => {
      const line = make('div', { className: 'cross', hidden: true });
      svg.closest('figure').append(line);
      return { svg, line };
    });
    const out = make('p', { className: 'reading' });
    out.setAttribute('aria-live', 'polite');
    out.textContent = 'Point at a chart, or use the arrow keys on it, to read values.';
    section.append(out);
    const money = v => v.toLocaleString('en', { maximumFractionDigits: Math.abs(v) >= 100 ? 2 : 8 }) + ' ' + unit;
    let at = points.length - 1;
    const show = index => {
      at = Math.max(0, Math.min(points.length - 1, index));
      const [ms, equity, held, fall] = points[at];
      for (const { svg, line } of charts) {
        const box = svg.getBoundingClientRect(), figure = line.parentNode.getBoundingClientRect();
        line.hidden = false;
        line.style.left = box.left - figure.left + (ms - from) / (to - from || 1) * box.width + 'px';
        line.style.top = box.top - figure.top + 'px';
      }
      out.textContent = new Date(ms).toISOString().slice(0, 16).replace('T', ' ') + ' UTC: strategy ' + money(equity)
        + (held === null ? '' : ', benchmark ' + money(held)) + ', ' + (fall * 100).toFixed(2) + ' % below its peak';
    };
    for (const { svg } of charts) {
      svg.setAttribute('tabindex', '0');
      svg.addEventListener('pointermove', event => {
        const box = svg.getBoundingClientRect();
        const ms = from + (event.clientX - box.left) / box.width * (to - from);
        let near = 0;
        points.forEach((p, i) => { if (Math.abs(p[0] - ms) < Math.abs(points[near][0] - ms)) near = i; });
        show(near);
      });
      svg.addEventListener('keydown', event => {
        const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        show(step);
      });
    }
  }

  // Sort: a button in every column header.
  const key = row => column => {
    const cell = row.cells[column], data = cell && cell.querySelector('data');
    return data ? +data.value : cell ? cell.textContent.trim() : '';
  };
  for (const table of all('table[id]')) {
    const body = table.tBodies[0];
    if (body.rows.length < 2) continue;
    all('thead th', table).forEach((head, column) => {
      const button = make('button', { type: 'button', textContent: '↕' });
      button.setAttribute('aria-label', 'Sort by ' + head.textContent);
      head.append(button);
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') === 'descending';
        all('thead th', table).forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const rows = [...body.rows].sort((left, right) => {
          const a = key(left)(column), b = key(right)(column);
          return typeof a === typeof b ? (a > b) - (a < b) : typeof a === 'number' ? 1 : -1;
        });
        body.append(...(up ? rows : rows.reverse()));
      });
    });
  }

  // Filter: keeps the rows with every word; the words stay in the address.
  for (const area of all('[data-filter]')) {
    const input = make('input', { type: 'search', placeholder: 'Filter: BTC stop_loss' });
    input.setAttribute('aria-label', 'Filter the table');
    area.prepend(input);
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of all('tbody tr, li', area)) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every(word => text.includes(word));
      }
      for (const part of all('.found', area)) part.hidden = !all('li:not([hidden])', part).length;
    };
    input.value = decodeURIComponent((location.hash.match(/^#q=(.*)/) || [])[1] || '');
    apply();
    input.addEventListener('input', () => {
      apply();
      history.replaceState(null, '', input.value ? '#q=' + encodeURIComponent(input.value) : location.pathname);
    });
  }
})();
