// The button: puts the observer into the page that is in front, or takes its descriptions out again.
async function ensureCaptioner() {
  // Content scripts and service workers may not start the captioner's worker; an offscreen page may.
  if (await chrome.offscreen.hasDocument()) return;
  await chrome.offscreen.createDocument({
    url: 'offscreen.html',
    reasons: ['WORKERS'],
    justification: 'Runs the captioning model in a worker.',
  });
}

chrome.action.onClicked.addListener(async (tab) => {
  await ensureCaptioner();
  await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ['content.js'] });
});
