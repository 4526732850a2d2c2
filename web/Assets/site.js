// Everything here is an addition: each page works without it.
(() => {
  const zh = document.documentElement.lang !== 'en';
  const say = (a, b) => (zh ? a : b);

  // Counters beside limited texts: how many characters are left, and a warning before the limit.
  const count = (box) => {
    const left = Number(box.dataset.max) - box.value.length;
    let out = box.parentElement.querySelector('.counter');
    if (!out) {
      out = document.createElement('span');
      out.className = 'counter tiny';
      box.after(out);
    }
    out.textContent = left >= 0 ? `${box.value.length} / ${box.dataset.max}` : say(`超出 ${-left} 字`, `${-left} too many`);
    out.classList.toggle('over', left < 0);
  };
  document.querySelectorAll('[data-max]').forEach((box) => {
    count(box);
    box.addEventListener('input', () => count(box));
  });

  // Autosave: the form as it stands goes to the server; without a connection it is kept in this browser.
  document.querySelectorAll('form[data-autosave]').forEach((form) => {
    const state = document.querySelector('[data-autosave-state]');
    const key = `draft:${form.dataset.autosave}:${location.search}`;
    let timer = 0;
    let busy = false;
    let again = false;

    const values = () => [...new FormData(form)].filter(([name]) => !name.startsWith('_') || name === '_fields');
    const keep = () => {
      try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() })); } catch { /* storage may be full or off */ }
    };
    const show = (text, bad) => {
      if (!state) return;
      state.textContent = text;
      state.classList.toggle('over', Boolean(bad));
    };

    const save = async () => {
      timer = 0;
      if (busy) { again = true; return; }
      busy = true;
      try {
        const response = await fetch(form.dataset.autosave, { method: 'POST', body: new FormData(form), headers: { 'X-Autosave': '1' } });
        const answer = await response.json();
        if (response.ok) {
          form.querySelector('[name=_version]').value = answer.version;
          localStorage.removeItem(key);
          show(answer.message);
        } else {
          keep();
          show(answer.message, true);
        }
      } catch {
        keep();
        show(say('没有网络，已存在本机，恢复后自动保存', 'No connection: kept in this browser, saved when it returns'), true);
      } finally {
        busy = false;
        if (again) { again = false; save(); }
      }
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(save, 1200); };
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    form.addEventListener('submit', (event) => {
      clearTimeout(timer);
      timer = 0;
      localStorage.removeItem(key);
      if (!busy) return;
      // A save under way raises the version this form is about to send: let it finish first.
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      const wait = setInterval(() => {
        if (busy) return;
        clearInterval(wait);
        form.requestSubmit(button);
      }, 100);
    });
    addEventListener('online', () => { if (localStorage.getItem(key)) save(); });
    addEventListener('pagehide', () => { if (timer || again) keep(); });

    const kept = localStorage.getItem(key);
    if (kept) {
      const draft = JSON.parse(kept);
      const bar = document.createElement('div');
      bar.className = 'notice warn';
      bar.setAttribute('role', 'status');
      bar.textContent = say('这台电脑上有一份没来得及保存的内容。', 'This browser holds text that was not saved. ');
      const use = document.createElement('button');
      use.type = 'button';
      use.className = 'btn';
      use.textContent = say('恢复', 'Restore');
      use.addEventListener('click', () => {
        for (const [name, value] of draft.values) {
          const boxes = [...form.elements].filter((e) => e.name === name && e.type !== 'hidden');
          boxes.forEach((e) => { if (e.type === 'checkbox') { if (e.value === value) e.checked = true; } else { e.value = value; } });
        }
        bar.remove();
        soon();
      });
      const drop = document.createElement('button');
      drop.type = 'button';
      drop.className = 'btn quiet';
      drop.textContent = say('不用了', 'Discard');
      drop.addEventListener('click', () => { localStorage.removeItem(key); bar.remove(); });
      bar.append(use, drop);
      form.before(bar);
    }
  });

  // Long code lists: type to narrow them down.
  document.querySelectorAll('select[data-search]').forEach((select) => {
    const all = [...select.options].map((o) => ({ value: o.value, text: o.textContent }));
    const box = document.createElement('input');
    box.type = 'search';
    box.className = 'narrow';
    box.placeholder = say('输入名称或代码筛选', 'Type a name or code to narrow down');
    box.setAttribute('aria-label', box.placeholder);
    box.addEventListener('input', (event) => {
      event.stopPropagation();
      const word = box.value.trim();
      const chosen = select.value;
      select.replaceChildren(...all
        .filter((o) => !o.value || o.value === chosen || o.text.includes(word))
        .map((o) => new Option(o.text, o.value, false, o.value === chosen)));
    });
    select.before(box);
  });

  // Rows of a table form: one more on demand.
  document.querySelectorAll('table[data-rows]').forEach((table) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn quiet';
    button.textContent = say('加一行', 'Add a row');
    button.addEventListener('click', () => {
      const rows = table.tBodies[0].rows;
      const next = rows[rows.length - 1].cloneNode(true);
      next.querySelectorAll('[name]').forEach((e) => {
        e.name = e.name.replace(/\[\d+\]/, `[${rows.length}]`);
        if (e.type === 'checkbox') e.checked = false; else if (e.tagName === 'INPUT') e.value = '';
      });
      table.tBodies[0].append(next);
      next.querySelector('input,select').focus();
    });
    table.after(button);
  });

  // Ready sentences: a tap puts the sentence into the box, where it can be changed before it is sent.
  document.querySelectorAll('input[data-fill]').forEach((choice) => {
    choice.addEventListener('change', () => {
      const box = document.getElementById(choice.dataset.fill);
      box.value = box.value.trim() + choice.value;
      choice.checked = false;
      box.dispatchEvent(new Event('input'));
      box.focus();
    });
  });

  // A form is sent once; the second tap of an impatient thumb does nothing.
  document.querySelectorAll('form[method=post]').forEach((form) => {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = '1';
      setTimeout(() => delete form.dataset.sent, 5000);
    });
  });

  document.getElementById('problem')?.focus();
  document.addEventListener('click', (event) => {
    document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') document.querySelectorAll('details.menu[open]').forEach((menu) => { menu.open = false; menu.querySelector('summary').focus(); });
  });
})();
