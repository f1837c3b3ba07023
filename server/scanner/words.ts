import { Names } from './names';
import { ACCESSOR, CALLS_FIRST, PLAIN, STATIC_CALL, STATIC_CALL_SETTER } from './traits';

/** Words that name a type; a name after one of them is being declared. */
const typeWords =
  'void char short int long float double signed unsigned _Bool const volatile __const ' +
  '__volatile__ register restrict __restrict';
const tagWords = 'struct union enum';
const storageWords = 'static extern typedef auto inline __inline __inline__';
/** Words that take a parenthesis without being called. */
const otherWords =
  'if else for while do switch case default return goto break continue sizeof typeof __typeof__ ' +
  '__typeof _Alignof __alignof__ asm __asm__ __asm __attribute__ __attribute defined ' +
  '_Static_assert __extension__ _Generic __builtin_offsetof __builtin_types_compatible_p ' +
  '__auto_type';

/** Typedefs of numbers (`include/linux/types.h`): a parameter of such a type is no function. */
const plainTypes =
  'u8 u16 u32 u64 s8 s16 s32 s64 __u8 __u16 __u32 __u64 __s8 __s16 __s32 __s64 __le16 __le32 ' +
  '__le64 __be16 __be32 __be64 uint8_t uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t ' +
  'uint bool size_t ssize_t loff_t off_t pid_t uid_t gid_t kuid_t kgid_t mode_t umode_t dev_t gfp_t ' +
  'dma_addr_t phys_addr_t resource_size_t sector_t pgoff_t blk_mode_t ktime_t time64_t ulong ' +
  'netdev_features_t pgprot_t pte_t pmd_t pud_t cpumask_t nodemask_t xfs_agnumber_t xfs_agblock_t';

/** `include/asm-generic/rwonce.h`, `include/linux/rcupdate.h`, `include/asm-generic/barrier.h`. */
const accessors = 'READ_ONCE ACCESS_ONCE rcu_dereference rcu_dereference_raw smp_load_acquire';
/** `include/linux/indirect_call_wrapper.h`: they call what they are given first where it is none of the others. */
const indirectCalls =
  'INDIRECT_CALL_1 INDIRECT_CALL_2 INDIRECT_CALL_3 INDIRECT_CALL_4 INDIRECT_CALL_L3 ' +
  'INDIRECT_CALL_INET INDIRECT_CALL_INET_1';
/** `include/linux/static_call.h`. */
const staticCalls = 'static_call static_call_cond static_call_mod';
const staticCallSetters = 'static_call_update DEFINE_STATIC_CALL';

/**
 * The words of C that are never the name of a function. They are the first atoms, so that an atom's
 * number tells what it is: `atom <= Words.lastKeyword`.
 */
export class Words {
  static lastType: i32 = 0;
  static lastTag: i32 = 0;
  static lastStorage: i32 = 0;
  static lastKeyword: i32 = 0;
  /** The one atom of all constants in capitals that are not told apart. */
  static constant: i32 = 0;
  static structWord: i32 = 0;
  static unionWord: i32 = 0;
  static staticWord: i32 = 0;
  static externWord: i32 = 0;
  static typedefWord: i32 = 0;
  static define: i32 = 0;
  /** `MAX_SCHEDULE_TIMEOUT`. */
  static endless: i32 = 0;
  /** Stand for the struct where a function is in a static call, or in a variable that files share. */
  static staticCall: i32 = 0;
  static variable: i32 = 0;

  static begin(): void {
    Words.lastType = internAll(typeWords, 0);
    Words.lastTag = internAll(tagWords, 0);
    Words.lastStorage = internAll(storageWords, 0);
    Words.lastKeyword = internAll(otherWords, 0);
    Words.constant = internAll('<constant>', 0);
    Words.structWord = internAll('struct', 0);
    Words.unionWord = internAll('union', 0);
    Words.staticWord = internAll('static', 0);
    Words.externWord = internAll('extern', 0);
    Words.typedefWord = internAll('typedef', 0);
    Words.define = internAll('define', 0);
    Words.endless = internAll('MAX_SCHEDULE_TIMEOUT', 0);
    Words.staticCall = internAll('<static_call>', 0);
    Words.variable = internAll('<variable>', 0);
    internAll(plainTypes, PLAIN);
    internAll(accessors, ACCESSOR);
    internAll(indirectCalls, CALLS_FIRST);
    internAll(staticCalls, STATIC_CALL);
    internAll(staticCallSetters, STATIC_CALL_SETTER);
    Names.keep();
  }
}

/** A place to put a name together, and its bytes; longer ones are cut. */
export const SCRATCH: i32 = 1024;
export const scratch: usize = heap.alloc(SCRATCH as usize);

/** Makes an atom of each word of a list; gives the last. */
function internAll(list: string, traits: i32): i32 {
  let atom = 0;
  let length = 0;
  for (let at = 0; at <= list.length; at++) {
    const code = at < list.length ? list.charCodeAt(at) : 32;
    if (code !== 32) {
      store<u8>(scratch + (length as usize), code as u8);
      length++;
      continue;
    }
    if (length > 0) {
      const kept = heap.alloc(length as usize);
      memory.copy(kept, scratch, length as usize);
      atom = Names.intern(kept, length);
      Names.setTraits(atom, Names.traits(atom) | traits);
    }
    length = 0;
  }
  return atom;
}

/** The atom of a text followed by a name. */
export function internJoined(prefix: string, atom: i32): i32 {
  let length = 0;
  for (let at = 0; at < prefix.length; at++) {
    store<u8>(scratch + (length as usize), prefix.charCodeAt(at) as u8);
    length++;
  }
  const rest = min(Names.lengthOf(atom), 900);
  memory.copy(scratch + (length as usize), Names.bytesOf(atom), rest as usize);
  return Names.internCopy(scratch, length + rest);
}

/** Whether bytes begin with a text. */
export function beginsWith(from: usize, length: i32, text: string): bool {
  if (length < text.length) return false;
  for (let at = 0; at < text.length; at++) {
    if ((load<u8>(from + (at as usize)) as i32) !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** Whether bytes hold a text. */
export function contains(from: usize, length: i32, text: string): bool {
  for (let at = 0; at + text.length <= length; at++) {
    if (beginsWith(from + (at as usize), length - at, text)) return true;
  }
  return false;
}
