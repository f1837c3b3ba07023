import type { FunctionFact, PatchFact } from '../fact.ts';
import type { Patchability } from '../model.ts';

function reasonOf(fact: PatchFact, holders: readonly string[]): string {
  switch (fact.reason) {
    case 'traceable':
      return fact.detail === ''
        ? 'Compiled with the ftrace hook, and nothing takes it away.'
        : `Compiled with the ftrace hook, in module ${fact.detail}.`;
    case 'attribute':
      return `${fact.detail} keeps ftrace from hooking it.`;
    case 'init':
      return `${fact.detail}: its code is thrown away after start-up.`;
    case 'inline':
      return `${fact.detail}: it has no code of its own, or none that ftrace hooks.`;
    case 'likely-inlined':
      return `The compiler probably inlined it into ${listed(holders)}; only a symbol list can tell.`;
    case 'clone':
      if (fact.answer === 'unknown') {
        return `Whether the compiler made ${fact.detail} of it, only a symbol list can tell.`;
      }
      return `The compiler put ${fact.detail} in its place: no symbol has its own name, and the copy need not take the arguments that the source gives it.`;
    case 'copies':
      return `Compiled with the ftrace hook, but some callers use the compiler's copy ${fact.detail}, which has to be replaced too.`;
    case 'duplicate':
      return `Compiled with the ftrace hook; ${fact.detail} functions have this name, so that the livepatch must say which (old_sympos).`;
    case 'alias':
      return `Another name of ${fact.detail}(), whose code has the ftrace hook.`;
    case 'weak-replaced':
      return `It is __weak, and the linker takes the definition in ${fact.detail} instead.`;
    case 'generated':
      return `${fact.detail} makes it, compiled with the ftrace hook; the source of the macro is what a patch changes.`;
    case 'configuration':
      return `${fact.detail} is not set in this configuration: the kernel takes no livepatch.`;
    case 'not-traced':
      return 'Its file is compiled without the ftrace hook.';
    case 'assembly':
      return 'It is written in assembly, where ftrace has no hook.';
    case 'vdso':
      return 'It is mapped into user programs or runs before the kernel; ftrace has no hook there.';
    case 'not-built':
      return 'Its file is not built in this configuration.';
    case 'build-unknown':
      return fact.detail === 'header'
        ? 'It stands in a header: whether a file that is built takes it in, only a symbol list can tell.'
        : 'Whether its file is built is not known: no configuration given.';
    case 'in-symbol-list':
      return `The kernel's list of traceable functions has it${fact.detail === '' ? '' : ` (module ${fact.detail})`}.`;
    case 'not-in-symbol-list':
      return `${fact.detail}.`;
  }
}

const mostHolders = 3;

function listed(holders: readonly string[]): string {
  if (holders.length > mostHolders) return `its ${holders.length} callers`;
  return holders.map((name) => `${name}()`).join(', ');
}

/** The patchability in a function's fact, with its sentence. */
export function patchability(fact: FunctionFact): Patchability {
  const { patch, file, line, effectiveSet } = fact;
  const evidence = patch.place === '' ? `${file}:${line}` : patch.place;
  return { answer: patch.answer, reason: reasonOf(patch, effectiveSet), evidence };
}
