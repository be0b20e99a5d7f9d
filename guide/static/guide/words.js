// Words to take along: Copy, Print, and blanks that fill the words while they are typed. Without it the form does.
(() => {
  const say = text => { document.getElementById('say').textContent = text; };

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }

  for (const button of document.querySelectorAll('[data-words]')) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const word = button.querySelector('span'), before = word.textContent, from = document.getElementById(button.dataset.words);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(from.innerText.trim());
        word.textContent = button.dataset.copied;
        say(button.dataset.copied);
        setTimeout(() => { word.textContent = before; }, 4000);
      } catch {                                                          // not allowed here: the words are selected, to be copied by hand
        getSelection().selectAllChildren(from);
      }
    });
  }

  const form = document.querySelector('form[data-fill]');
  if (!form) return;
  const spans = [...document.querySelectorAll('[data-blank]')], whole = document.getElementById('words'), add = document.getElementById('add');
  const put = span => {                                                  // a capital at the start, one mark at the end
    let text = form.elements[span.dataset.blank].value.split(/\s+/).filter(Boolean).join(' ');
    if (/^[.!?]/.test(span.nextSibling?.data || '')) text = text.replace(/[.!?]+$/, '');
    if (!span.previousSibling) text = text.charAt(0).toUpperCase() + text.slice(1);
    span.textContent = text || '…';
    span.classList.toggle('full', !!text);
  };
  const fill = () => {
    spans.forEach(put);
    if (!add) return;
    add.hidden = spans.some(span => !span.classList.contains('full'));
    add.querySelector('[name=text]').value = whole.textContent;
  };
  form.addEventListener('input', fill);
  form.addEventListener('submit', e => { e.preventDefault(); fill(); whole.scrollIntoView({ block: 'center' }); say(whole.textContent); });
  fill();
})();
