import { brandColors } from "./theme.js";

/**
 * The widget's style sheet, adopted by its shadow root, so that a host page's strict CSP does not
 * block it and the page's own rules do not apply inside. Rules for `:host` are all `!important`,
 * because only then do they override a page that styles `*`.
 */
export function styleSheet(brand) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(palette(brandColors(brand)) + RULES);
  return sheet;
}

function palette({ brand, onBrand, accentOnLight, accentOnDark }) {
  const light = `--surface:#fff;--soft:#f4f6f8;--line:#dfe4ea;--edge:#7b8794;--text:#1a2230;--muted:#55606e;
    --warn-soft:#fff6e0;--warn:#6b4a00;--bad-soft:#fdeeee;--bad:#9b1c1c;--accent:${accentOnLight};
    --shadow:0 1px 2px rgb(16 24 40 / 8%),0 18px 48px -8px rgb(16 24 40 / 28%);--scheme:light`;
  const dark = `--surface:#171b21;--soft:#242a33;--line:#363e4a;--edge:#8793a3;--text:#e9edf2;--muted:#aab4c1;
    --warn-soft:#3a2f14;--warn:#f5d48a;--bad-soft:#3d1f21;--bad:#ffb4b4;--accent:${accentOnDark};
    --shadow:0 1px 2px rgb(0 0 0 / 40%),0 18px 48px -8px rgb(0 0 0 / 70%);--scheme:dark`;
  return `:host{--brand:${brand};--on-brand:${onBrand};${light}}
    @media (prefers-color-scheme:dark){:host(:not([data-theme="light"])){${dark}}}
    :host([data-theme="dark"]){${dark}}`;
}

const RULES = `
:host{all:initial!important;display:contents!important}
:host([data-inline]){display:block!important;height:100%!important;min-height:0!important}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
.root{font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
  color:var(--text);color-scheme:var(--scheme);text-align:start;-webkit-text-size-adjust:100%;height:100%}
button{font:inherit;color:inherit;background:none;border:0;margin:0;padding:0;cursor:pointer;
  -webkit-tap-highlight-color:transparent}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;
  stroke-linejoin:round;display:block}
:focus{outline:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.launcher{position:fixed;z-index:2147483000;inset-block-end:20px;inset-inline-end:20px;width:58px;height:58px;
  border-radius:50%;background:var(--brand);color:var(--on-brand);display:grid;place-items:center;
  box-shadow:0 2px 4px rgb(16 24 40 / 16%),0 10px 24px -4px rgb(16 24 40 / 36%);transition:transform .15s,filter .15s}
.launcher:hover{transform:translateY(-2px);filter:brightness(1.06)}
.launcher:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.launcher svg{width:27px;height:27px}

.panel{display:flex;flex-direction:column;background:var(--surface);overflow:hidden;position:relative;height:100%}
.floating .panel{position:fixed;z-index:2147483000;inset-block-end:92px;inset-inline-end:20px;
  width:min(408px,calc(100vw - 40px));height:min(660px,calc(100dvh - 116px));border:1px solid var(--line);
  border-radius:18px;box-shadow:var(--shadow);animation:appear .18s ease-out}
.floating.left .panel,.floating.left .launcher{inset-inline:20px auto}
.inline .panel{border:1px solid var(--line);border-radius:18px;min-height:320px}
.floating.sheet .panel{inset:0 0 auto;width:100%;height:100dvh;border:0;border-radius:0}
.floating.sheet.open .launcher{display:none}
@keyframes appear{from{opacity:0;transform:translateY(10px)}}

.head{display:flex;align-items:center;gap:10px;padding:12px 10px 12px 16px;border-block-end:1px solid var(--line)}
.avatar{flex:none;width:34px;height:34px;border-radius:50%;background:var(--brand);color:var(--on-brand);
  display:grid;place-items:center}
.title{flex:1;min-width:0;font-weight:650;font-size:16px;line-height:1.3;overflow-wrap:anywhere;
  display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.tool{flex:none;width:40px;height:40px;border-radius:10px;display:grid;place-items:center;color:var(--muted)}
.tool:hover{background:var(--soft);color:var(--text)}

.log{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:18px 16px 10px;
  scrollbar-width:thin;scrollbar-color:var(--line) transparent}
.log:focus-visible{outline-offset:-3px}
.message{display:flex;flex-direction:column;align-items:flex-start;margin-block-end:16px;min-width:0}
.message.user{align-items:flex-end}
.bubble{max-width:100%;padding:10px 14px;border-radius:16px;background:var(--soft);overflow-wrap:anywhere;min-width:0}
.assistant .bubble{border-end-start-radius:5px}
.user .bubble{max-width:86%;background:var(--brand);color:var(--on-brand);border-end-end-radius:5px;white-space:pre-wrap}

.markdown>:first-child{margin-block-start:0}
.markdown>:last-child{margin-block-end:0}
.markdown p,.markdown ul,.markdown ol,.markdown pre,.markdown blockquote,.markdown .wide{margin:0 0 .65em}
.markdown .heading{font-weight:650;margin-block-start:.9em}
.markdown ul,.markdown ol{padding-inline-start:1.5em}
.markdown li{margin-block-end:.25em}
.markdown li>ul,.markdown li>ol{margin-block:.25em 0}
.markdown strong{font-weight:650}
.markdown code{font:.87em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;padding:.1em .35em;border-radius:5px;
  background:var(--surface);border:1px solid var(--line)}
.markdown pre{padding:10px 12px;border-radius:10px;background:var(--surface);border:1px solid var(--line);overflow-x:auto}
.markdown pre code{padding:0;border:0;background:none;white-space:pre}
.markdown blockquote{padding-inline-start:12px;border-inline-start:3px solid var(--line);color:var(--muted)}
.markdown hr{border:0;border-block-start:1px solid var(--line);margin:.9em 0}
.markdown .wide{overflow-x:auto}
.markdown table{border-collapse:collapse;font-size:.93em}
.markdown th,.markdown td{border:1px solid var(--line);padding:5px 9px;text-align:start;overflow-wrap:normal}
.markdown th{font-weight:650;background:var(--surface)}
a{color:var(--accent);text-decoration:underline;text-underline-offset:2px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
.host{font-size:.87em;color:var(--muted)}
.markdown sup{line-height:0}
.markdown sup,.cite{font-size:11px;font-weight:650;vertical-align:2px;display:inline-block;min-width:18px;height:18px;
  line-height:18px;padding:0 4px;margin-inline:2px;border-radius:6px;text-align:center;color:var(--accent);
  background:var(--surface);box-shadow:inset 0 0 0 1px var(--line)}
.cite:hover{box-shadow:inset 0 0 0 1px currentColor}

.typing{display:flex;gap:5px;padding:9px 2px}
.typing i{width:7px;height:7px;border-radius:50%;background:var(--edge);animation:beat 1.3s infinite ease-in-out}
.typing i:nth-child(2){animation-delay:.16s}
.typing i:nth-child(3){animation-delay:.32s}
@keyframes beat{0%,60%,100%{transform:none;opacity:.45}30%{transform:translateY(-4px);opacity:1}}
.markdown:not(:empty)+.typing{padding:8px 2px 2px}

.hint,.notice{display:flex;gap:8px;align-items:flex-start;margin-block-start:8px;padding:8px 12px;border-radius:12px;
  font-size:13.5px;line-height:1.45;background:var(--warn-soft);color:var(--warn);max-width:100%}
.hint svg,.notice svg{flex:none;width:17px;height:17px;margin-block-start:1px}
.notice{background:var(--bad-soft);color:var(--bad);flex-wrap:wrap;align-items:center}
.notice span{flex:1;min-width:12em}
.notice.calm{background:none;color:var(--muted);padding:0 2px}
.retry{padding:5px 12px;border-radius:9px;font-weight:600;border:1px solid currentColor;min-height:32px}
.retry:hover:enabled{background:var(--surface)}
.retry:disabled{opacity:.65;cursor:default}

.sources{margin-block-start:10px;width:100%}
.label{font-size:12.5px;font-weight:600;color:var(--muted);margin-block-end:6px}
.sources ol{list-style:none;margin:0;padding:0;display:grid;gap:6px}
.sources li{display:grid;grid-template-columns:22px 1fr;column-gap:9px;padding:8px 11px;border:1px solid var(--line);
  border-radius:12px;min-width:0;transition:border-color .2s,background-color .2s}
.sources li:focus{border-color:var(--accent);background:var(--soft)}
.number{width:22px;height:22px;border-radius:7px;background:var(--soft);color:var(--accent);font-size:12px;font-weight:650;
  display:grid;place-items:center}
.what{min-width:0;font-size:13.5px;line-height:1.45;overflow-wrap:anywhere}
.name{font-weight:600}
.name a{text-decoration:none}
.name a:hover{text-decoration:underline}
.name .host{font-weight:400;margin-inline-start:2px}
.snippet{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;color:var(--muted);font-size:13px}
li:focus .snippet,li:focus-within .snippet{-webkit-line-clamp:unset}
.more{margin-block-start:6px;padding:5px 2px;font-size:13px;font-weight:600;color:var(--accent)}
.more:hover{text-decoration:underline}

.suggestions{display:flex;flex-wrap:wrap;gap:8px;margin-block-end:16px}
.suggestion{padding:8px 14px;border-radius:999px;border:1px solid var(--line);background:var(--surface);color:var(--accent);
  font-size:14px;font-weight:550;text-align:start;line-height:1.35;min-height:36px;overflow-wrap:anywhere}
.suggestion:hover{border-color:currentColor;background:var(--soft)}

.foot{position:relative;padding:10px 14px 8px}
.latest{position:absolute;inset-block-start:-46px;inset-inline-start:50%;margin-inline-start:-18px;width:36px;height:36px;
  border-radius:50%;background:var(--surface);border:1px solid var(--line);display:grid;place-items:center;
  box-shadow:0 4px 12px rgb(16 24 40 / 16%)}
.composer{display:flex;align-items:flex-end;gap:6px;border:1px solid var(--edge);border-radius:16px;padding:5px;
  background:var(--surface)}
.composer:focus-within{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
textarea{flex:1;min-width:0;font:inherit;font-size:16px;line-height:22px;color:var(--text);background:none;border:0;margin:0;
  padding:7px 8px;resize:none;max-height:132px;height:36px;overflow-y:auto}
textarea:focus-visible{outline:none}
textarea::placeholder{color:var(--muted);opacity:1}
.send{flex:none;width:36px;height:36px;border-radius:11px;display:grid;place-items:center;background:var(--brand);
  color:var(--on-brand)}
.send:hover:enabled{filter:brightness(1.07)}
.send:disabled{background:var(--soft);color:var(--muted);cursor:default}
.send .square{width:12px;height:12px;border-radius:3px;background:currentColor}
.small{margin:7px 2px 0;font-size:12px;line-height:1.4;color:var(--muted);text-align:center}

@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){.bubble,.launcher,.panel,.cite{border:1px solid CanvasText}.typing i{background:CanvasText}
  .send .square{background:ButtonText}}
`;
