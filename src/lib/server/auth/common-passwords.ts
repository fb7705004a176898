/**
 * Words that passwords are made of again and again, lower case. A password that is only these words, digits
 * and signs is refused however long it is.
 */
export const COMMON_WORDS: readonly string[] = (
  'password passwort passw0rd pass word motdepasse contrasena secret geheim admin administrator root user ' +
  'guest login letmein welcome willkommen hello hallo changeme change default temp temporary test testing ' +
  'qwerty qwertz azerty asdf asdfgh zxcv zxcvbn iloveyou love you dragon monkey master shadow sunshine ' +
  'princess football baseball superman batman trustno1 trust starwars pokemon whatever freedom computer ' +
  'internet server company office winter summer spring autumn january february march april june july august ' +
  'september october november december monday friday sunday security secure access system manager oracle ' +
  'cisco windows linux debian ubuntu michael jennifer jordan hunter ranger buster killer cheese google ' +
  'facebook abc abcd abcde abc123 the my your is this please for and'
).split(' ');

/** Whole passwords of 15 characters and more that stand in published lists, lower case, without spaces. */
export const COMMON_LONG_PASSWORDS: readonly string[] = [
  'correcthorsebatterystaple',
  'correcthorsebattery',
  'tobeornottobethatisthequestion',
  'thequickbrownfoxjumpsoverthelazydog',
  'thequickbrownfox',
  'maytheforcebewithyou',
  'allyourbasearebelongtous',
  'openthepodbaydoorshal',
  'opensesameopensesame',
  'onceuponatimeinamerica',
  'neverinamillionyears',
  'ihavenoideawhatthisis',
  'idontknowmypassword',
  'iforgotmypassword',
  'iforgotmypassword1',
  'imgonnahackyou123',
  'jesusismysavior1',
  'jesuschristislord',
  'godblessamerica1',
  'supercalifragilisticexpialidocious',
  'donaudampfschifffahrt',
  'antidisestablishmentarianism',
  'pneumonoultramicroscopicsilicovolcanoconiosis',
  'mynameisinigomontoya',
  'youshallnotpass',
  'youshallnotpass1',
  'itwasthebestoftimes',
  'callmeishmaelcallmeishmael',
  'loremipsumdolorsitamet',
  'nothinghappenstwice',
  'dontforgetthepassword',
  'dontforgetthepass',
  'helloworldhelloworld',
  'manchesterunited',
  'liverpoolfootballclub',
  'realmadridbarcelona',
  'harrypotterandthephilosophersstone',
  'gameofthrones123',
  'lordoftherings123',
  'chocolatechipcookie',
  'happybirthdaytoyou',
  'merrychristmas123',
  '1q2w3e4r5t6y7u8i',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8',
  '1qaz2wsx3edc4rfv',
  '1qaz2wsx3edc4rfv5tgb',
  '1qazxsw23edcvfr4',
  'zaq12wsxcde34rfv',
  'qazwsxedcrfvtgb',
  'qazwsxedcrfvtgbyhnujm',
  'qweasdzxcqweasdzxc',
  '3141592653589793',
  '314159265358979323846',
  '271828182845904',
  '112358132134558',
  'aaaaabbbbbccccc',
  'a1b2c3d4e5f6g7h8',
];
