// Help beside a field with data-words, as soon as words in it call for it. The phrases come with the page and are looked
// for here, by the rules of guide/logic/crisis_words.py; nothing is sent or kept.
(() => {
  const plain = text => text.normalize('NFKD').toLowerCase().replace(/ß/g, 'ss').replace(/[\p{Mn}\p{Cf}]/gu, '')
    .replace(/[^\p{L}\p{N}]|\p{Lm}/gu, ' ').replace(/ +/g, ' ').replace(/(\p{L})\1{2,}/gu, '$1$1');
  const word = w => w.replace(/(.)\1*/g, (_, letter) => letter === "'" ? ' ?' : letter + '{1,2}');
  const either = w => `(?:${w.replace(/[()]/g, '').split('|').map(word).join('|')})`;
  const pattern = part => new RegExp('(?<![^ ])' + part.split(' ').map(w => w[0] === '(' ? `(?:${either(w)} ?)?` : either(w)).join(' ?') + '(?![^ ])');
  const tiers = Object.entries(JSON.parse(document.getElementById('crisis-words').textContent))
    .map(([tier, phrases]) => [tier, phrases.map(phrase => phrase.split(' + ').map(pattern))]);
  const found = self.crisisWords = text => {
    const said = plain(text);
    return tiers.filter(([, phrases]) => phrases.some(parts => parts.every(part => part.test(said)))).map(([tier]) => tier);
  };

  const box = document.getElementById('crisis'), card = box.firstElementChild;
  let wait, away = '';
  const look = () => {
    const tiers = [...new Set([...document.querySelectorAll('[data-words]')].flatMap(field => found(field.value)))];
    card.hidden = !tiers.length || tiers.join() === away;
    for (const line of card.querySelectorAll('[data-tier]')) line.hidden = !tiers.includes(line.dataset.tier);
    return tiers;
  };
  card.querySelector('[data-close]').onclick = () => { away = look().join(); card.hidden = true; };
  document.addEventListener('input', e => { if (e.target.matches('[data-words]')) { clearTimeout(wait); wait = setTimeout(look, 400); } });
  look();
})();
