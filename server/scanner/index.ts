import { Branches } from './branches';
import { setUpClasses } from './bytes';
import { Dictionary } from './dictionary';
import { Directives } from './directives';
import { ASSEMBLY, CALL, Facts, FUNCTION, pushRef } from './facts';
import { FileScope } from './file-scope';
import { DIRECTIVE, Lexer } from './lexer';
import { Names } from './names';
import { Numbers } from './numbers';
import { Records } from './record';
import { TreeNames } from './tree-names';
import { Words } from './words';

let source: usize = 0;
let capacity: i32 = 0;
const noWords: Numbers = new Numbers(0);
const assemblyRefs: Numbers = new Numbers(256);

/** Makes ready for files that hold about so many names in all. To be called once. */
export function begin(names: i32): void {
  setUpClasses();
  TreeNames.begin(names);
  Records.expect(names);
  Names.begin();
  Words.begin();
  Branches.setUp();
}

/** Where a source of `length` bytes goes; 64 bytes of 0 must follow it. */
export function room(length: i32): usize {
  if (length + 64 > capacity) {
    if (source !== 0) heap.free(source);
    // Room that is not written to costs nothing; a new one is paid for again.
    capacity = max((length + 64) * 2, 1 << 20);
    source = heap.alloc(capacity as usize);
  }
  return source;
}

/** Scans the source of `length` bytes that stands in the room. Takes any bytes. */
export function scan(length: i32): void {
  memory.fill(source + (length as usize), 0, 64);
  Facts.begin();
  Names.beginFile(length);
  Lexer.open(source, length);
  FileScope.begin();
  Branches.begin();
  while (FileScope.run() === DIRECTIVE) Directives.read();
  FileScope.end();
  Records.write();
}

/** Begins a file of assembly, which is read by the caller. */
export function beginAssembly(): void {
  Facts.begin();
  Names.beginFile(0);
  assemblyRefs.length = 0;
}

/** The atom of `length` bytes that stand in the room. */
export function intern(length: i32): i32 {
  memory.fill(source + (length as usize), 0, 32);
  return Names.internCopy(source, length);
}

/** Adds a call to the function of assembly that is next. */
export function assemblyCall(line: i32, callee: i32): void {
  pushRef(assemblyRefs, CALL, line, callee, 0, 0);
}

export function assemblyFunction(name: i32, line: i32, endLine: i32): void {
  Facts.addOwner(FUNCTION | ASSEMBLY, name, line, endLine, 0, noWords, assemblyRefs, 0);
  assemblyRefs.length = 0;
}

export function endAssembly(): void {
  Records.write();
}

/** Where the output stands: address and length of each table. */
export function fileRows(): usize {
  return Records.files.base;
}
export function fileRowsLength(): i32 {
  return Records.files.length;
}
export function recordBytes(): usize {
  return Records.bytes.base;
}
export function recordBytesLength(): i32 {
  return Records.bytes.length;
}
export function dictionary(): usize {
  return Dictionary.names.base;
}
export function dictionaryLength(): i32 {
  return Dictionary.names.length;
}
export function roles(): usize {
  return Dictionary.roles.base;
}
export function definitions(): usize {
  return Records.definitions.base;
}
export function definitionsLength(): i32 {
  return Records.definitions.length;
}
export function declared(): usize {
  return Records.declared.base;
}
export function declaredLength(): i32 {
  return Records.declared.length;
}
export function exported(): usize {
  return Records.exports.base;
}
export function exportedLength(): i32 {
  return Records.exports.length;
}
export function includes(): usize {
  return Records.includes.base;
}
export function includesLength(): i32 {
  return Records.includes.length;
}
/** The text of all names, where each begins, and the hash of each; name 0 is none. */
export function nameText(): usize {
  return TreeNames.text;
}
export function nameFrom(): usize {
  return TreeNames.textFrom;
}
export function nameHashes(): usize {
  return TreeNames.hashes;
}
export function nameCount(): i32 {
  return TreeNames.size;
}
