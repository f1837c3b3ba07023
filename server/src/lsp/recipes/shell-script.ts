import type { Occasion, Recipe } from './model.ts';
import { shellPreface } from './preface.ts';

/** The parts in which shell recipes differ. */
export interface ShellParts {
  readonly fileName: string;
  /** Arguments behind the livepatch's name as the usage line shows them: `PID`; empty for none. */
  readonly operands: string;
  /** A line that says what the operands are and how to find them; empty for none. */
  readonly operandHelp: string;
  readonly minimumOperands: number;
  /** Shell commands that put things back; run however the script ends; `$@` are the operands. */
  readonly undo: string;
  /** Assignments that `undo` counts on, whenever it is run; none when left out. */
  readonly variables?: string;
  /** Shell commands before the transition is waited for; `$@` are the operands. */
  readonly act: string;
}

/**
 * The script's outline. `/sys/kernel/livepatch/NAME/transition` is 1 while the transition is open,
 * `/proc/PID/patch_state` tells a task's state
 * (Documentation/ABI/testing/sysfs-kernel-livepatch, fs/proc/base.c).
 */
export function shellScript(occasion: Occasion, parts: ShellParts): Recipe {
  const usage = `LIVEPATCH${parts.operands === '' ? '' : ` ${parts.operands}`}`;
  const text = `#!/bin/sh
${shellPreface(occasion)}
#
# Run it as root on the patched machine once the livepatch is being loaded:
#   sh ${parts.fileName} ${usage}
# LIVEPATCH is the livepatch's directory in /sys/kernel/livepatch.${
    parts.operandHelp === '' ? '' : `\n# ${parts.operandHelp}`
  }
set -eu

if [ "$#" -lt ${parts.minimumOperands + 1} ]; then
  echo "usage: sh $0 ${usage}" >&2
  exit 2
fi
livepatch=/sys/kernel/livepatch/$1
shift
limit=60${parts.variables === undefined ? '' : `\n${parts.variables}`}

if [ ! -r "$livepatch/transition" ]; then
  echo "$livepatch: no such livepatch" >&2
  exit 1
fi

in_transition() {
  [ "$(cat "$livepatch/transition")" = 1 ]
}

# Prints the tasks that are not yet in the state that the transition leads to.
not_switched() {
  target=$(cat "$livepatch/enabled")
  for state in /proc/[0-9]*/patch_state; do
    task=\${state%/patch_state}
    value=$(cat "$state" 2>/dev/null) || continue
    if [ "$value" != "$target" ]; then
      echo "  \${task#/proc/} $(cat "$task/comm" 2>/dev/null || true)"
    fi
  done
}

undo() {
${indent(parts.undo)}
}
trap 'undo "$@"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

${parts.act}

seconds=0
while in_transition; do
  if [ "$seconds" -ge "$limit" ]; then
    echo "still in transition after $limit s; not switched yet:" >&2
    not_switched >&2
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done
echo "the transition is complete after $seconds s"
`;
  return { languageId: 'shellscript', fileName: parts.fileName, text };
}

function indent(lines: string): string {
  return lines
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
}
