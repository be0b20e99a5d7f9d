// What was typed into a form that did not arrive, kept in this tab and given back once to whoever typed it.
(() => {
  const HOUR = 36e5, who = document.querySelector('meta[name="who"]')?.content, here = location.pathname;
  const own = form => [...form.elements].filter(el => el.name && !el.matches('button, fieldset, [type=hidden], [type=file], [type=submit]'));
  const choice = el => el.matches('[type=checkbox], [type=radio]');
  const read = () => { try { return JSON.parse(sessionStorage.getItem('typed')); } catch { return null; } };
  const keep = kept => { try { sessionStorage.setItem('typed', JSON.stringify(kept)); } catch { /* a browser that keeps nothing */ } };
  const drop = () => { try { sessionStorage.removeItem('typed'); } catch { /* nor has anything to drop */ } };

  document.addEventListener('submit', e => {
    const form = e.target, to = form.getAttribute('action') || '';
    if (!who || form.method !== 'post' || to.startsWith('/log/') || form.querySelector('[type=password]')) return;
    const fields = own(form);
    if (fields.some(el => !choice(el) && !el.matches('select') && el.value.trim()))
      keep({ who, at: Date.now(), page: here, to, fields: fields.map(el => [el.name, el.value, el.checked]) });
  });

  const kept = read(), lost = kept?.lost && kept.who === who && Date.now() - kept.at < HOUR;
  if (kept && !who) {                                                  // sign-in, an error, no network: did the form end here?
    const from = document.referrer && new URL(document.referrer).pathname;
    if (Date.now() - kept.at < HOUR && (kept.lost || from === kept.page)) keep({ ...kept, lost: true }); else drop();
  } else if (kept && !(lost && here !== kept.page)) {
    drop();                                                            // it was saved, or is somebody else's, or is given back now
    const form = lost && [...document.forms].find(f => (f.getAttribute('action') || '') === kept.to);
    for (const el of form ? own(form) : []) {
      const i = kept.fields.findIndex(([name, value]) => name === el.name && (!choice(el) || value === el.value));
      if (i < 0) continue;
      const [[, value, checked]] = kept.fields.splice(i, 1);
      if (choice(el)) el.checked = checked; else el.value = value;
      el.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  const back = document.querySelector('[data-back]');
  if (back) { back.hidden = false; back.onclick = () => history.back(); }
})();
