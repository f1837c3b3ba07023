/** Where the page's script and style lie, and who may load them. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** The origin that the style comes from, as a content security policy names it. */
  readonly source: string;
  /** Fresh for each page; lets the one script run. */
  readonly nonce: string;
  readonly language: string;
}

/** Paths of the player's signs in a square of 16 units. */
const signs = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M11 3v10L4 8z',
  play: 'M4 2.5v11L13.5 8z',
  forward: 'M5 3l7 5-7 5z',
  last: 'M11 3h2v10h-2zM3 3l7 5-7 5z',
} as const;

function button(id: keyof typeof signs, label: string, keys: string): string {
  return `<button type="button" id="${id}" title="${label} (${keys})" aria-label="${label}">
<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${signs[id]}"/></svg></button>`;
}

function choice(id: string, label: string): string {
  return `<label class="choice" for="${id}"><span>${label}</span><select id="${id}"></select></label>`;
}

/**
 * The page of the transition view. It loads one script and one style sheet, has no handler or style in
 * its text, and reaches no network: images are drawn by the page itself (`blob:`).
 */
export function pageOf({ script, style, source, nonce, language }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Transition</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main aria-busy="true">
<header>
<div class="titles"><h1 id="title">Transition</h1><p id="subtitle"></p></div>
<p id="end" class="end" hidden></p>
</header>
<p id="message" role="status">The transition is being simulated…</p>
<div id="content" hidden>
<div class="choices" role="group" aria-label="Which run">
${choice('function', 'Function')}
${choice('scenario', 'Scenario')}
${choice('kernel', 'Kernel')}
${choice('strategy', 'What is done')}
${choice('run', 'Run')}
</div>
<p id="explanation" class="explanation" hidden></p>
<div id="stage" class="stage" tabindex="0" role="group" aria-label="Drawing of the transition" aria-describedby="keys"></div>
<p id="keys" class="hidden">Arrow keys go from step to step, Home and End to the first and the last one, Space plays. The steps are listed in words below.</p>
<div class="player" role="toolbar" aria-label="Steps">
${button('first', 'First step', 'Home')}
${button('back', 'Step back', '←')}
${button('play', 'Play', 'Space')}
${button('forward', 'Step forward', '→')}
${button('last', 'Last step', 'End')}
<input type="range" id="scrubber" min="0" max="0" value="0" step="1" aria-label="Step">
<output id="where" for="scrubber"></output>
</div>
<div id="said" class="said" aria-live="polite" aria-atomic="true"></div>
<div class="tables">
<section aria-labelledby="steps-title">
<h2 id="steps-title">Step by step</h2>
<ol id="steps"></ol>
</section>
<section aria-labelledby="now-title">
<h2 id="now-title">At this step</h2>
<table id="now"><thead><tr><th scope="col">Who</th><th scope="col">Does</th><th scope="col">Stack, innermost first</th><th scope="col">State</th></tr></thead><tbody></tbody></table>
</section>
</div>
<footer>
<label id="each-label" class="check" hidden><input type="checkbox" id="each"> Draw every CPU and task, alike or not</label>
<span class="grow"></span>
<button type="button" id="save-svg" class="wide">Save as SVG…</button>
<button type="button" id="save-png" class="wide">Save as PNG…</button>
</footer>
</div>
</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
