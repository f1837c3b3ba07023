import { Names } from './names';
import { Bytes, Numbers } from './numbers';

/** The names that a file's record speaks of, each with what it is there. */
export class Dictionary {
  /** Names of all files (TreeNames; atoms while their file is written), and what they are there. */
  static names: Numbers = new Numbers(1 << 18);
  static roles: Bytes = new Bytes(1 << 18);
  /** Where the file's names begin. */
  static first: i32 = 0;
  private static file: i32 = 0;

  /** Makes room for files that hold about so many names in all. */
  static expect(names: i32): void {
    Dictionary.names.reserve(names * 2 + names / 4);
    Dictionary.roles.reserve(names * 2 + names / 4);
  }

  /** Begins the next file. */
  static begin(): void {
    Dictionary.file++;
    Dictionary.first = Dictionary.names.length;
  }

  /** Ends the file: its atoms become names of the tree. */
  static end(): void {
    Names.takeIntoTree(Dictionary.names, Dictionary.first);
  }

  /** A name's place in the file's dictionary, from 1; 0 for none. */
  static local(atom: i32, role: i32): i32 {
    if (atom === 0) return 0;
    let place = Names.placeIn(Dictionary.file, atom);
    if (place < 0) {
      place = Dictionary.names.length - Dictionary.first;
      Names.setPlace(Dictionary.file, atom, place);
      Dictionary.names.push(atom);
      Dictionary.roles.reserve(1);
      store<u8>(Dictionary.roles.base + (Dictionary.roles.length as usize), 0);
      Dictionary.roles.length++;
    }
    const at = Dictionary.roles.base + ((Dictionary.first + place) as usize);
    store<u8>(at, load<u8>(at) | (role as u8));
    return place + 1;
  }

  /** As `local`, with the sign of the atom. */
  static signed(atom: i32): i32 {
    return atom < 0 ? -Dictionary.local(-atom, 0) : Dictionary.local(atom, 0);
  }
}
