import type {
  NoTransition,
  RunChoice,
  TransitionAnswer,
} from '../../../server/src/protocol/transition.ts';

/** What the page is told. */
export type ToPage =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answer'; readonly answer: TransitionAnswer | NoTransition };

/** What the page wants: data, another run, or a file saved. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'choose'; readonly function: string; readonly choice: RunChoice }
  | {
      readonly kind: 'save';
      readonly format: 'svg' | 'png';
      /** Proposed name without its ending. */
      readonly name: string;
      /** SVG as text, PNG in base64. */
      readonly content: string;
    };
