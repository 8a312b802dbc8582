/**
 * Takes photos that are dropped anywhere on the page, pasted, or picked.
 *
 * @param {{ frame: HTMLElement, pick: HTMLButtonElement, file: HTMLInputElement }} parts
 * @param {(photo: Blob, name: string) => void} onPhoto
 */
export function takePhotos({ frame, pick, file }, onPhoto) {
  const take = (transfer) => {
    const found = [...(transfer?.files ?? [])][0];
    if (found) onPhoto(found, found.name);
    return Boolean(found);
  };
  pick.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    take(file);
    file.value = '';
  });
  document.addEventListener('paste', (event) => {
    if (take(event.clipboardData)) event.preventDefault();
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    frame.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) frame.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    frame.classList.remove('over');
    take(event.dataTransfer);
  });
}
