import type { SmallTree } from './small-tree.ts';

/** Gives a number below a bound. */
export type Draw = (below: number) => number;

/**
 * A file of C in which much hangs together with other files: macros, fields, copies of fields, functions
 * given away, weak and static functions.
 */
export function source(draw: Draw, edit: number): string {
  const calls = Array.from({ length: 3 }, () => `f${draw(12)}();`).join(' ');
  const slot = (): string =>
    ['run0', 'run1', 'inner.step', 'ops->run0', 'ops->run1', 'far->step', 'far->run1'][draw(7)] ??
    '';
  const some = (lines: readonly string[]): readonly string[] => lines.filter(() => draw(3) > 0);
  const lines = [
    `/* edit ${edit} */`,
    ...(draw(12) === 0 ? [`#include "file${draw(8)}.c"`] : []),
    `#include "shared${draw(2)}.h"`,
    `${['static ', '__weak ', ''][draw(3)]}int f${draw(12)}(void) { ${calls} USE${draw(2)}(f${draw(12)}); return 0; }`,
    ...some([
      `static struct ops o${draw(3)} = { .run${draw(2)} = f${draw(12)} };`,
      `int g${draw(6)}(struct ops *o) { return o->run${draw(2)}(); }`,
      `int g${draw(6)}(struct dev *d) { return d->${slot()}(f${draw(12)}); }`,
      `int g${draw(6)}(struct dev *d, struct ops *o) { d->inner.step = o->run${draw(2)}; }`,
      `int g${draw(6)}(struct ops *o) { other(o)->run${draw(2)} = f${draw(12)}; o->x->run1(); }`,
      `int g${draw(6)}(struct inner *i, struct ops *o) { o->run${draw(2)} = i->step; }`,
      `#ifdef CONFIG_${['SMP', 'NUMA'][draw(2)]}\nint h${draw(4)}(void) { each(f${draw(12)}); return 0; }\n#endif`,
      `int each(int (*fn)(void)) { ${['return fn();', 'return 0;', 'again(fn);', 'set(fn);'][draw(4)]} }`,
      `int again(int (*fn)(void)) { return ${['each(fn)', 'fn()', '0'][draw(3)]}; }`,
      `int set(int (*fn)(void)) { struct ops *o; o->run${draw(2)} = fn; }`,
      `int s${draw(4)}(struct dev *d) { int (*fn)(void) = f${draw(12)}; ${['fn();', 'each(fn);', 'd->inner.step = fn;'][draw(3)]} }`,
      `int t${draw(4)}(void) { ${['each', 'again', 'set', 'STORE'][draw(4)]}(f${draw(12)}); }`,
      `int p${draw(4)}(struct dev *d) { each(d->${slot()}); }`,
      `int c${draw(4)}(struct dev *d) { int (*fn)(void) = d->${slot()}; fn(); }`,
      `#define LOCAL${draw(2)}(x) x->run${draw(2)}()\nint l${draw(4)}(struct ops *o) { LOCAL${draw(2)}(o); USE${draw(2)}(o); }`,
      `${['static ', '', 'extern '][draw(3)]}int (*v${draw(3)})(void)${['', ` = f${draw(12)}`][draw(2)]};\nint v${draw(3)}_call(struct dev *d) { v${draw(3)} = ${['f1', `d->${slot()}`, 'each'][draw(3)]}; return v${draw(3)}(); }`,
      `DEFINE_STATIC_CALL(k${draw(3)}, f${draw(12)});\nint k${draw(3)}_call(void) { static_call_update(k${draw(3)}, f${draw(12)}); return static_call(k${draw(3)})(); }`,
      `struct ops { int (*run${draw(2)})(void); ${draw(2) === 0 ? 'struct inner x;' : ''} };`,
    ]),
    `EXPORT_SYMBOL(g${draw(6)});`,
  ];
  return `${lines.join('\n')}\n`;
}

export function header(draw: Draw, edit: number): string {
  const some = (text: string): string => (draw(4) > 0 ? text : '');
  return `/* edit ${edit} */
struct ops { int (*run0)(void); ${some('int (*run1)(void);')} };
struct inner { int (*step)(void); ${some('int (*run0)(void);')} };
struct dev { ${some('struct inner inner;')} struct ops *${['ops', 'x'][draw(2)]}; };
#define USE${draw(2)}(x) do { x(); f${draw(12)}(); } while (0)
${some(`#define STORE(x) do { struct ops *o; o->run${draw(2)} = x; } while (0)`)}
${some(`#define far ${['ops', 'own.ops', 'further.inner', 'x'][draw(4)]}`)}
${some(`#define ops ${['far', 'own.far', 'far->x'][draw(3)]}`)}
static inline int f${draw(12)}(void) { return ${some(`f${draw(12)}() + `)}1; }
`;
}

/** Changes a tree somewhere. */
export function change(tree: SmallTree, draw: Draw, edit: number): void {
  const path = `kernel/${['', 'sub/'][draw(2)]}file${draw(8)}.c`;
  switch (draw(20)) {
    case 0:
    case 1:
      tree.remove(path);
      break;
    case 2:
    case 3:
      tree.write(`kernel/shared${draw(2)}.h`, header(draw, edit));
      break;
    case 4:
      tree.write(
        'kernel/Makefile',
        `# ${edit}\nobj-${'ym'[draw(2)]} += file${draw(8)}.o file${draw(8)}.o\n`,
      );
      break;
    case 5:
      tree.write('.config', `CONFIG_X86=y\nCONFIG_${['SMP', 'NUMA'][draw(2)]}=y\n# ${edit}\n`);
      break;
    default:
      tree.write(path, source(draw, edit));
  }
}
