// The sheet for choosing: Print, names that follow what is typed, and answers that grow where the browser can't do it.
(() => {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  const sheet = document.getElementById('sheet'), answers = [...sheet.querySelectorAll('textarea')];
  const fit = area => { area.style.height = 'auto'; area.style.height = area.scrollHeight + 2 + 'px'; };
  const grows = CSS.supports('field-sizing', 'content');
  for (const place of ['a', 'b']) {
    const name = sheet.elements[place + '-name'], shown = sheet.querySelectorAll(`[data-who="${place}"]`);
    const nobody = document.getElementById('who-' + place).textContent;
    name.addEventListener('input', () => shown.forEach(one => { one.textContent = name.value.trim() || nobody; }));
  }
  sheet.addEventListener('input', e => {
    if (e.target.matches('textarea') && !grows) fit(e.target);
    const tick = sheet.elements[e.target.name?.replace('-said_', '-asked_')];      // an answer says that it was asked
    if (e.target.matches('textarea') && tick?.type === 'checkbox' && e.target.value.trim()) tick.checked = true;
  });
  if (!grows) { answers.forEach(fit); addEventListener('beforeprint', () => answers.forEach(fit)); }
})();
