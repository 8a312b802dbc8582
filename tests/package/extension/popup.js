const photo = chrome.runtime.getURL('photo.jpg');
const { text, tokens, grid, error } = await chrome.runtime.sendMessage({ to: 'background', photo });
if (error) throw new Error(error);
document.querySelector('#caption').textContent = text;
for (const { text: word, attention } of tokens) {
  const most = attention.indexOf(Math.max(...attention));
  const item = document.createElement('li');
  item.textContent = `${word}: row ${Math.floor(most / grid.columns)}, column ${most % grid.columns}`;
  document.querySelector('#words').append(item);
}
