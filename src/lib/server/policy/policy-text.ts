const wrapped = `# Scope

This policy covers every system that we own or run: servers, workplaces, network devices, and the software on them.

# Goal

Security patches are installed before attackers use what they fix. We can show, for every patch and every system, when it was
released, when we knew, and when it was installed.

# General provisions

Every system has an owner who answers for its patches. Every finding has a rank within seven days. The rank and the rules of
this version set the deadline. A deadline moves only by what becomes known, never by decision; a decision to live with a risk is
an exception with an end and a compensating control.

# Update request

Whoever wants an update outside of these deadlines, or wants one left out, says which, why, on which systems and until when.
The owner of the system and the security team answer within two working days.

# Test

Patches are installed on test systems first. A test lasts at most a third of the time that the rank leaves. What failed is
written down with the patch.

# Production

Patches are installed in the maintenance window of the system, in waves: first few systems, then all. A patch that waits for a
restart counts as missing. A scan with login proves what was installed.

# Version history

Versions of this policy are never edited. A new version says what changed and why, is signed by security and operations, and
applies to clocks that start on or after its first day.

# Emergency

What is known to be exploited on systems that face the internet is patched at once, outside of the windows. The CISO decides
and tells the owners. A patch that cannot be installed at once is replaced by shutting the way to it.

# Recovery

Before a patch there is a way back: a backup or a snapshot that was tried. When a patch breaks a service, the owner takes it
back, says so the same day, and asks for an exception.
`;

/** Text that the first draft of a policy starts from, one line a paragraph; people make it theirs. */
export const policyTextTemplate = wrapped.replace(/(\S)\n(?=\S)/g, '$1 ');
