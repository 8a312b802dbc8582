// Screenshots of made-up pages and maps, with a headless Chromium. Usage: node screens.mjs page|map OUT COUNT SEED
import { chromium } from 'playwright';

const [kind, out, count, seed] = [process.argv[2], process.argv[3], Number(process.argv[4]), Number(process.argv[5])];
let state = 0;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];
const int = (low, high) => low + Math.floor(random() * (high - low));
const WORDS =
  'time year way day thing world life work week case point group problem fact report market total price cost update system account page search home settings profile message file edit view help open save select result table figure data value function return import error server meeting invoice order cart user north south review team project build release branch commit note list calendar event photo folder upload share comment reply'.split(
    ' ',
  );
const words = (n) => Array.from({ length: n }, () => pick(WORDS)).join(' ');
const sentence = () => `${words(int(5, 16))}. `;
const paragraph = () => `<p>${Array.from({ length: int(2, 7) }, sentence).join('')}</p>`;
const many = (n, make) => Array.from({ length: n }, (_, i) => make(i)).join('');
const hue = () => `hsl(${int(0, 360)} ${int(20, 90)}% ${int(25, 85)}%)`;

const pages = {
  article: () =>
    `<header style="background:${hue()};padding:12px;color:#fff"><b>${words(1)}</b> ${many(4, () => `<a>${words(1)}</a> `)}</header><main style="max-width:${int(400, 760)}px;margin:auto"><h1>${words(6)}</h1>${paragraph()}<h2>${words(3)}</h2>${many(5, paragraph)}</main>`,
  table: () =>
    `<h2>${words(3)}</h2><table border=1 cellpadding=6 style="border-collapse:collapse;width:100%">${many(int(8, 22), (r) => `<tr style="background:${r % 2 ? '#eee' : '#fff'}">${many(6, () => `<td>${random() < 0.5 ? words(1) : int(0, 9999)}</td>`)}</tr>`)}</table>`,
  code: () =>
    `<body style="background:${random() < 0.6 ? '#1e1e1e;color:#d4d4d4' : '#fff;color:#222'}"><pre style="font:${int(11, 17)}px monospace;line-height:1.5">${many(int(20, 45), (i) => `<span style="color:#888">${String(i).padStart(3)}</span> ${' '.repeat(2 * int(0, 5))}<span style="color:${hue()}">${words(1)}</span> ${words(int(0, 4))}(${words(1)}) ${pick(['{', ';', '=>', '})'])}\n`)}</pre>`,
  chat: () =>
    `<div style="background:${hue()};min-height:100vh;padding:12px">${many(int(6, 14), (i) => `<div style="display:flex;justify-content:${i % 2 ? 'end' : 'start'}"><span style="background:${i % 2 ? '#dcf8c6' : '#fff'};border-radius:14px;padding:8px 12px;margin:5px;max-width:70%">${sentence()}</span></div>`)}</div>`,
  form: () =>
    `<form style="width:420px;margin:40px auto;border:1px solid #ccc;padding:24px;border-radius:${int(0, 16)}px"><h2>${words(2)}</h2>${many(int(4, 8), () => `<label>${words(2)}<br><input style="width:100%;padding:8px;margin:6px 0 14px" value="${random() < 0.4 ? words(1) : ''}"></label>`)}<button style="background:${hue()};color:#fff;border:0;padding:10px 24px">${words(1)}</button></form>`,
  dashboard: () =>
    `<div style="display:flex;min-height:100vh;font-family:sans-serif"><nav style="width:170px;background:${hue()};color:#fff;padding:14px">${many(9, () => `<p>${words(1)}</p>`)}</nav><main style="flex:1;background:#f4f5f7;padding:16px;display:grid;grid-template-columns:1fr 1fr 1fr;gap:12px">${many(9, () => `<section style="background:#fff;padding:12px;border-radius:8px"><small>${words(2)}</small><h2>${int(1, 99999)}</h2><div style="height:${int(20, 70)}px;background:linear-gradient(90deg,${hue()} ${int(10, 90)}%,#eee 0)"></div></section>`)}</main></div>`,
  phone: () =>
    `<div style="width:320px;margin:auto;border:8px solid #222;border-radius:28px;min-height:92vh;background:${random() < 0.5 ? '#fff' : '#111;color:#eee'}"><div style="display:flex;justify-content:space-between;padding:8px 20px"><b>9:41</b><span>LTE</span></div>${many(int(5, 9), () => `<div style="display:flex;gap:12px;padding:10px;border-bottom:1px solid #8884"><div style="width:40px;height:40px;border-radius:50%;background:${hue()}"></div><div><b>${words(2)}</b><br><small>${words(5)}</small></div></div>`)}</div>`,
  slide: () =>
    `<body style="margin:0;background:${random() < 0.5 ? '#fff' : `linear-gradient(${hue()},${hue()})`}"><div style="padding:6vw"><h1 style="font-size:48px">${words(4)}</h1><ul style="font-size:28px">${many(int(3, 7), () => `<li>${words(int(3, 9))}</li>`)}</ul></div>`,
  results: () =>
    `<div style="padding:20px;max-width:640px"><input value="${words(3)}" style="width:100%;border-radius:20px;padding:10px 16px;border:1px solid #ccc">${many(int(5, 9), () => `<p><small style="color:#006621">www.${words(1)}.com</small><br><span style="color:#1a0dab;font-size:19px">${words(5)}</span><br>${sentence()}${sentence()}</p>`)}</div>`,
};

function map() {
  const line = (n) => `M${int(-50, 850)} ${int(-50, 650)}` + many(n, () => `L${int(-50, 850)} ${int(-50, 650)}`);
  const blob = () => {
    const [x, y, r] = [int(0, 800), int(0, 600), int(40, 220)];
    return `M${many(14, (i) => `${i ? 'L' : ''}${x + r * (0.6 + random() * 0.5) * Math.cos(i * 0.449)} ${y + r * (0.6 + random() * 0.5) * Math.sin(i * 0.449)}`)}Z`;
  };
  return `<body style="margin:0"><svg width=100% height=100% viewBox="0 0 800 600" preserveAspectRatio="xMidYMid slice" style="background:${pick(['#f2efe9', '#aad3df', '#e5e3df', '#fff8e1'])}">${many(int(2, 6), () => `<path d="${blob()}" fill="${pick(['#aad3df', '#c8facc', '#d0e8b0', '#f5dcba'])}"/>`)}${many(int(15, 60), () => `<path d="${line(int(1, 3))}" fill="none" stroke="#fff" stroke-width="${int(2, 6)}"/>`)}${many(int(2, 7), () => `<path d="${line(3)}" fill="none" stroke="${pick(['#e892a2', '#fcd6a4', '#f9b29c', '#888'])}" stroke-width="${int(4, 10)}"/>`)}${many(int(10, 40), () => `<text x="${int(0, 780)}" y="${int(10, 590)}" font-size="${int(10, 26)}" font-family="sans-serif" fill="#333">${words(1)}</text>`)}</svg>`;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  timeout: 180_000,
});
const page = await browser.newPage();
for (let i = 0; i < count; i++) {
  state = seed * 100003 + i * 7919;
  await page.setViewportSize(pick([{ width: 1024, height: 768 }, { width: 800, height: 600 }, { width: 1280, height: 720 }, { width: 420, height: 760 }]));
  const body = kind === 'map' ? map() : pages[Object.keys(pages)[i % Object.keys(pages).length]]();
  await page.setContent(`<style>body{font-family:${pick(['serif', 'sans-serif', 'system-ui', 'Georgia'])};font-size:${int(12, 20)}px}</style>${body}`);
  await page.screenshot({ path: `${out}/${kind}-${seed}-${String(i).padStart(3, '0')}.jpg`, type: 'jpeg', quality: int(70, 95) });
}
await browser.close();
