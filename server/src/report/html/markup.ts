import { escapeXml } from '../../view/draw/svg.ts';

type Attributes = Readonly<Record<string, string | undefined>>;

/** HTML that is safe to put into a page: made by {@link tag} and {@link text} only. */
export type Html = string;

/** Text as HTML. */
export function text(plain: string): Html {
  return escapeXml(plain);
}

/** An element that is not empty by its kind. Attributes that are `undefined` are left out. */
export function tag(name: string, attributes: Attributes, ...children: readonly Html[]): Html {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeXml(value)}"`]))
    .join('');
  return `<${name}${written}>${children.join('')}</${name}>`;
}

/** Text in an element, with a class or without. */
export function say(name: string, plain: string, className?: string): Html {
  return tag(name, { class: className }, text(plain));
}

/** Code in running text. */
export function code(plain: string): Html {
  return say('code', plain);
}
