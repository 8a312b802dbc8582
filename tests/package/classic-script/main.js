// A script without `type="module"` has no `import` statement, but it has the function of that name.
import('./node_modules/saccade/dist/index.js').then(async ({ Captioner }) => {
  const captioner = await Captioner.create();
  const { text, tokens, grid } = await captioner.caption('photo.jpg');
  document.querySelector('#caption').textContent = text;
  tokens.forEach(({ text: word, attention }) => {
    const most = attention.indexOf(Math.max(...attention));
    const item = document.createElement('li');
    item.textContent = `${word}: row ${Math.floor(most / grid.columns)}, column ${most % grid.columns}`;
    document.querySelector('#words').append(item);
  });
  await captioner.destroy();
});
