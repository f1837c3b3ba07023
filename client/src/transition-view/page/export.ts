import { darkPalette, lightPalette } from '../../../../server/src/view/draw/palette.ts';
import { drawTransition, fileOptions } from '../../../../server/src/view/draw/transition-svg.ts';
import type { Film } from '../../../../server/src/view/model.ts';
import { host } from './host.ts';

/** Pixels for each unit of the drawing. */
const SCALE = 2;

function isDark(): boolean {
  const { classList } = document.body;
  return (
    classList.contains('vscode-dark') ||
    (classList.contains('vscode-high-contrast') &&
      !classList.contains('vscode-high-contrast-light'))
  );
}

function fileSvg(film: Film): string {
  return drawTransition(film, fileOptions(isDark() ? darkPalette : lightPalette));
}

/** A name for a file, from what is drawn: letters, digits, dots, dashes and underscores. */
function nameOf(film: Film): string {
  const words = `transition ${film.functions.join(' ')} ${film.title.split(': ').at(-1) ?? ''}`;
  return words
    .replace(/[^\w.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands the drawing to the extension as an SVG file. */
export function saveSvg(film: Film): void {
  host.postMessage({ kind: 'save', format: 'svg', name: nameOf(film), content: fileSvg(film) });
}

/** Paints the drawing on a canvas and hands it to the extension as a PNG file. */
export async function savePng(film: Film): Promise<void> {
  const image = await imageOf(fileSvg(film));
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const content = canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  host.postMessage({ kind: 'save', format: 'png', name: nameOf(film), content });
}
