/** A remedy split into its sentence and the commands in it, which stand in quotes or backticks. */
export interface RemedyParts {
  readonly text: string;
  readonly commands: readonly string[];
}

const QUOTED = /[`"]((?:sudo |apt|patchproof |dpkg|ssh|systemctl )[^`"]*)[`"]/g;

/** `Run "apt-get update", then scan again.` → the sentence as it is, and the command to copy. */
export function remedyParts(remedy: string): RemedyParts {
  const commands = [...remedy.matchAll(QUOTED)].map((match) => match[1] ?? '');
  return { text: remedy.replaceAll('`', ''), commands: [...new Set(commands)] };
}
