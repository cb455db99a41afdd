// Searches the index in search-index.js for the text that the reader types, and lists the best matches below the search
// field.
(() => {
  var root = document.documentElement.dataset.root;
  var field = document.getElementById('query');
  var list = document.getElementById('results');
  var index;

  function search() {
    index ??= MiniSearch.loadJSON(searchIndex, searchOptions);
    var options = { prefix: true, fuzzy: 0.15, boost: { heading: 3, page: 2 }, combineWith: 'AND' };
    var found = index.search(field.value, options).slice(0, 12);
    list.replaceChildren(...found.map(toItem));
    list.hidden = field.value === '';
    if (found.length === 0) list.append(Object.assign(document.createElement('li'), { textContent: 'Nothing found' }));
  }

  function toItem(result) {
    var link = document.createElement('a');
    link.href = root + result.url;
    link.append(Object.assign(document.createElement('strong'), { textContent: result.heading }));
    if (result.page !== result.heading) link.append(' in ' + result.page);
    var item = document.createElement('li');
    item.append(link);
    return item;
  }

  field.addEventListener('input', search);
  field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') list.hidden = true;
    if (event.key === '/' && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (!field.form.contains(event.target)) list.hidden = true;
  });
})();
