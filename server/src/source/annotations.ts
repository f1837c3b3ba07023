/**
 * Words that stand among a declaration's specifiers and mean nothing to a C grammar, with whether
 * they take arguments. From `include/linux/compiler_types.h`, `compiler_attributes.h`, `compiler.h`,
 * `init.h`, `linkage.h`, `sched/debug.h`, `kprobes.h`, `cache.h`, `percpu-defs.h`, `cleanup.h` and
 * `arch/x86/include/asm/linkage.h` of Linux 6.1 and 6.12.
 */
export const annotations: ReadonlyMap<string, 'plain' | 'arguments'> = new Map<
  string,
  'plain' | 'arguments'
>([
  ...words('plain', [
    '__sched __lockfunc __kprobes __cpuidle notrace noinstr noinline noinline_for_stack',
    'noinline_for_tracing __noinline nokprobe_inline __always_inline __inline __inline__ __flatten',
    '__no_kcsan __no_kasan_or_inline __no_sanitize_address __no_sanitize_memory __no_kmsan_checks',
    '__no_sanitize_thread __no_sanitize_undefined __no_sanitize_or_inline __no_sanitize_coverage',
    '__no_profile __no_stack_protector __no_caller_saved_registers __nostackprotector __nocfi',
    '__init __exit __initdata __exitdata __initconst __exitconst __init_or_module __meminit',
    '__meminitdata __meminitconst __memexit __devinit __devexit __cpuinit __cpuexit __net_init',
    '__net_exit __net_initdata __init_refok __initdata_or_module __initconst_or_module __ref',
    '__refdata __refconst __head __always_unused __maybe_unused __used __unused __visible __weak',
    '__pure __const __cold __hot __malloc __must_check __deprecated __packed __noreturn',
    '__gnu_inline __attribute_const__ __no_randomize_layout __randomize_layout __private',
    '__user __kernel __iomem __percpu __rcu __force __nocast __safe __chk_user_ptr __bitwise',
    '__read_mostly __ro_after_init __cacheline_aligned __cacheline_aligned_in_smp',
    '____cacheline_aligned ____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp',
    '__page_aligned_data __page_aligned_bss __bss_decrypted __noretpoline __irq_entry',
    '__exception_irq_entry __softirq_entry __entry_text __flag_func __latent_entropy __nonstring',
    '__designated_init __naked __interrupt_fn_attr __rethunk __nocapture __signed__',
    'asmlinkage asmregparm fastcall __visible_for_testing __bpf_kfunc __bpf_hook_start',
    'VISIBLE_IF_KUNIT INIT_TEXT __KPROBES __efi_runtime __xen_evtchn_do_upcall_attr __vdso',
    '__noendbr __ibt_noseal __uaccess_begin __no_context_analysis __addressable __lsm_ro_after_init',
  ]),
  ...words('arguments', [
    '__acquires __releases __acquire_shared __must_hold __must_hold_shared __cond_acquires',
    '__cond_releases __cond_lock __printf __scanf __aligned __alloc_size __section __diagnose_as',
    '__counted_by __counted_by_le __counted_by_be __counted_by_ptr __free __cleanup __alias',
    '__assume_aligned __compiletime_error __compiletime_warning __copy __mode __target',
    '__nonnull __nonnull__ __no_sanitize __error __warning __guarded_by __pt_guarded_by',
    '__weakref __realloc_size __attribute __attribute__ __excludes __releases_shared',
  ]),
]);

function words<K extends string>(
  kind: K,
  lines: readonly string[],
): readonly (readonly [string, K])[] {
  return lines.flatMap((line) => line.split(' ').map((word) => [word, kind] as const));
}

/** Types that look like annotations: `__u32`, `__be16`, `__kernel_size_t`, `__poll_t`. */
const types =
  /^__(?:[us](?:8|16|32|64|128)|[bl]e(?:16|32|64)|v?hc?(?:16|32|64)|virtio(?:16|32|64)|kernel_\w+|wsum|sum16|builtin_\w+|typeof__|typeof|auto_type|int128|label__|asm__|extension__|volatile__|const__|restrict|\w+_t)$/;

/** True for a word such as `__my_section` that can only be an annotation where it stands among specifiers. */
export function mayBeAnnotation(word: string): boolean {
  return word.startsWith('__') && !types.test(word);
}
