// Filters the list on the first page as one types; without it the list stands there whole.
const field = document.getElementById("search"), count = document.getElementById("count");
const rows = [...document.querySelectorAll("tr[data-text]")];
const filter = () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every(word => row.dataset.text.includes(word));
    shown += !row.hidden;
  }
  count.textContent = words.length ? `${shown} / ${rows.length}` : "";
};
field.closest("label").hidden = false;
field.addEventListener("input", filter);
filter();
