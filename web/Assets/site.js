// Everything here is an addition: each page works without it.
(() => {
  const zh = document.documentElement.lang !== 'en';
  const say = (a, b) => (zh ? a : b);

  // Folded on phones, open on wide screens: browsers that cannot open it by style alone.
  if (matchMedia('(min-width: 901px)').matches) document.querySelectorAll('[data-wide-open]').forEach((fold) => { fold.open = true; });

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

  // What is written into a form stays in this browser until the server has it.
  const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !name.startsWith('_'));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const store = (where, key, values) => { try { where.setItem(key, JSON.stringify(values)); } catch { /* full or off */ } };
  const stored = (where, key) => { try { return JSON.parse(where.getItem(key)); } catch { return null; } };

  const put = (form, values) => {
    for (const box of form.elements) {
      if (!box.name || box.name.startsWith('_') || box.type === 'hidden') continue;
      if (box.type === 'checkbox' || box.type === 'radio') box.checked = values.some(([n, v]) => n === box.name && v === box.value);
    }
    for (const [name, value] of values) {
      const box = [...form.elements].find((e) => e.name === name && !['hidden', 'checkbox', 'radio'].includes(e.type));
      if (!box) continue;
      box.value = value;
      box.dispatchEvent(new Event('input'));
    }
  };

  // Offers text that did not reach the server; null where the form shows it already.
  const offer = (form, values, used, dropped) => {
    if (!values || same(values, fieldsOf(form))) { dropped(); return null; }
    const bar = document.createElement('div');
    bar.className = 'notice warn';
    bar.setAttribute('role', 'status');
    bar.textContent = say('这台电脑上有一份没来得及保存的内容。', 'This browser holds text that was not saved. ');
    const button = (text, css, act) => {
      const one = document.createElement('button');
      one.type = 'button';
      one.className = css;
      one.textContent = text;
      one.addEventListener('click', () => { bar.remove(); act(); });
      bar.append(one);
    };
    button(say('恢复', 'Restore'), 'btn', () => { put(form, values); used(); });
    button(say('不用了', 'Discard'), 'btn quiet', dropped);
    form.before(bar);
    return bar;
  };

  // A form that was sent: where the answer is another page it has arrived; where the session had ended, signing in comes back here.
  const here = location.pathname + location.search;
  const sent = stored(sessionStorage, 'sent');
  if (sent && sent.at !== here && !location.pathname.startsWith('/account/')) {
    sessionStorage.removeItem('sent');
    if (sent.local) localStorage.removeItem(sent.local);
  }

  // What has no record yet to be saved in is kept in this browser, for its writer alone, until it is sent.
  const local = (form) => form.dataset.local && `new:${form.dataset.local}:${location.pathname}`;
  document.querySelectorAll('form[data-local]').forEach((form) => {
    const isBlank = () => fieldsOf(form).every(([, value]) => !value);
    const kept = stored(localStorage, local(form));
    if (kept && isBlank()) {
      put(form, kept);
      const note = document.createElement('div');
      note.className = 'notice block-s';
      note.setAttribute('role', 'status');
      note.textContent = say('已恢复您上次没写完的内容。', 'What you had begun to write is back. ');
      const clear = document.createElement('button');
      clear.type = 'button';
      clear.className = 'btn quiet';
      clear.textContent = say('清空', 'Clear');
      clear.addEventListener('click', () => {
        localStorage.removeItem(local(form));
        form.reset();
        note.remove();
      });
      note.append(clear);
      form.before(note);
    }
    form.addEventListener('input', () => { if (isBlank()) localStorage.removeItem(local(form)); else store(localStorage, local(form), fieldsOf(form)); });
  });

  document.querySelectorAll('form[data-keep], form[data-autosave]').forEach((form) => {
    form.addEventListener('submit', () => store(sessionStorage, 'sent', { at: here, values: fieldsOf(form), local: local(form) }));
    if (form.dataset.autosave || sent?.at !== here) return;
    offer(form, document.getElementById('problem') ? null : sent.values, () => {}, () => sessionStorage.removeItem('sent'));
  });

  // Autosave: the form as it stands goes to the server; without a connection it is kept in this browser.
  document.querySelectorAll('form[data-autosave]').forEach((form) => {
    const state = document.querySelector('[data-autosave-state]');
    // The step is known by its fields: its address may or may not name it.
    const key = `draft:${form.dataset.autosave}:${form.elements._fields.value}`;
    const token = form.elements.__RequestVerificationToken;
    let timer = 0;
    let busy = false;
    let again = false;
    let bar = null;

    const keep = () => store(localStorage, key, fieldsOf(form));
    const forget = () => {
      localStorage.removeItem(key);
      bar?.remove();
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
      const body = new FormData(form);
      body.delete(token.name);
      try {
        const response = await fetch(form.dataset.autosave, { method: 'POST', body, redirect: 'manual', headers: { RequestVerificationToken: token.value } });
        if (response.type === 'opaqueredirect') {
          keep();
          show(say('登录已过期，内容已存在本机；重新登录后可恢复', 'Your session has ended: kept in this browser, restored after you sign in'), true);
          return;
        }
        const answer = await response.json();
        if (response.ok) {
          form.elements._version.value = answer.version;
          forget();
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
      forget();
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
    addEventListener('pagehide', () => { if (timer || again || busy) keep(); });

    const unsent = sent?.at === here && !document.getElementById('problem') ? sent.values : null;
    bar = offer(form, stored(localStorage, key) ?? unsent, soon, () => {
      localStorage.removeItem(key);
      sessionStorage.removeItem('sent');
    });
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
        e.setAttribute('aria-label', e.getAttribute('aria-label').replace(/\d+/, rows.length + 1));
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

  // What is wrong with a form is said by the portal, all of it at once; only a step that saves itself keeps the browser's checks of numbers and dates.
  document.querySelectorAll('form[method=post]:not([data-autosave])').forEach((form) => { form.noValidate = true; });

  // Long work is said to be under way; a file that is too large is not even sent.
  document.querySelectorAll('form[data-busy]').forEach((form) => {
    form.addEventListener('submit', (event) => {
      const file = form.querySelector('input[type=file]')?.files[0];
      if (file && file.size > Number(form.querySelector('input[type=file]').dataset.largest)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        form.querySelector('.busy')?.remove();
        const note = document.createElement('p');
        note.className = 'error busy';
        note.setAttribute('role', 'alert');
        note.textContent = say('文件太大，请去掉图片或分成几个文件。', 'The file is too large. Take pictures out or split it.');
        form.append(note);
        return;
      }
      const note = document.createElement('p');
      note.className = 'busy small';
      note.setAttribute('role', 'status');
      note.append(document.createElement('progress'), ' ' + form.dataset.busy);
      form.querySelector('.busy')?.remove();
      form.append(note);
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

  // On a phone the row of steps may be longer than the screen.
  document.querySelectorAll('.stepnav [aria-current], .life [aria-current]').forEach((step) => {
    step.parentElement.scrollLeft = step.offsetLeft - step.parentElement.offsetLeft - 16;
  });

  // Who waits for approval and comes back to the tab sees the present state, unless something is being written.
  if (document.querySelector('[data-waiting]') && !document.querySelector('main form')) {
    document.addEventListener('visibilitychange', () => { if (!document.hidden) location.reload(); });
  }

  document.getElementById('problem')?.focus();
  document.addEventListener('click', (event) => {
    document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') document.querySelectorAll('details.menu[open]').forEach((menu) => { menu.open = false; menu.querySelector('summary').focus(); });
  });
})();
