/** What an asset is for decides which packages it has. */
export type Role = 'base' | 'web' | 'app' | 'java' | 'db' | 'dns' | 'file' | 'mail' | 'data' | 'edge';

/** One source package of the demo, with its version in each release before any security update. */
export interface LinuxSource {
  readonly source: string;
  /** How often it gets a security update, relative to the others. */
  readonly weight: number;
  readonly roles: readonly Role[];
  /** Names of its packages on Debian and Ubuntu. */
  readonly deb: readonly string[];
  /** Names of its packages on the Red Hat side. */
  readonly rpm: readonly string[];
  /**
   * By release; absent = not in it. `{110+2}` counts on with each update (110, 112, …), so upstream moves;
   * without such a mark the distribution's revision does.
   */
  readonly versions: Readonly<Partial<Record<LinuxRelease, string>>>;
}

export const linuxReleases = [
  'debian-11',
  'debian-12',
  'debian-13',
  'ubuntu-22.04',
  'ubuntu-24.04',
  'rocky-8',
  'rhel-9',
] as const;
export type LinuxRelease = (typeof linuxReleases)[number];

// source; weight; roles; Debian packages; rpm packages; then one version for each of `linuxReleases`, - = none.
const table = `
linux;14;base;@kernel;kernel-core;5.10.{226+3}-1;6.1.{115+3}-1;6.12.{38+3}-1;5.15.0-{124+2}.{134+2};6.8.0-{48+2}.{48+2};4.18.0-553.{27+4}.1.el8_10;5.14.0-503.{11+4}.1.el9_5
openssl;5;base;openssl libssl3;openssl openssl-libs;1.1.1w-0;3.0.15-1;3.5.1-1;3.0.2-0ubuntu1;3.0.13-0ubuntu3;1.1.1k-12;3.2.2-6
glibc;3;base;libc6 libc-bin;glibc glibc-common;2.31-13;2.36-9;2.41-12;2.35-0ubuntu3;2.39-0ubuntu8;2.28-251;2.34-125
curl;5;base;curl libcurl4;curl libcurl;7.74.0-1.3;7.88.1-10;8.14.1-2;7.81.0-1ubuntu1;8.5.0-2ubuntu10;7.61.1-34;7.76.1-31
sudo;2;base;sudo;sudo;1.9.5p2-3;1.9.13p3-1;1.9.16p2-3;1.9.9-1ubuntu2;1.9.15p5-3ubuntu5;1.9.5p2-1;1.9.5p2-10
systemd;2;base;systemd libsystemd0 udev;systemd systemd-libs;247.3-7;252.31-1;257.7-1;249.11-0ubuntu3;255.4-1ubuntu8;239-82;252-46
openssh;3;base;openssh-server openssh-client;openssh openssh-server;8.4p1-5;9.2p1-2;10.0p1-7;8.9p1-3ubuntu0;9.6p1-3ubuntu13;8.0p1-25;8.7p1-43
gnutls28;2;base;libgnutls30;gnutls;3.7.1-5;3.7.9-2;3.8.9-3;3.7.3-4ubuntu1;3.8.3-1.1ubuntu3;3.6.16-8;3.8.3-4
expat;3;base;libexpat1;expat;2.2.10-2;2.5.0-1;2.7.1-2;2.4.7-1ubuntu0;2.6.1-2ubuntu0;2.2.5-16;2.5.0-3
libxml2;4;base;libxml2;libxml2 python3-libxml2;2.9.10+dfsg-6.7;2.9.14+dfsg-1.3;2.12.7+dfsg+really2.9.14-2;2.9.13+dfsg-1ubuntu0;2.9.14+dfsg-1.3ubuntu3;2.9.7-18;2.9.13-9
zlib;1;base;zlib1g;zlib;1:1.2.11.dfsg-2;1:1.2.13.dfsg-1;1:1.3.dfsg+really1.3.1-1;1:1.2.11.dfsg-2ubuntu9;1:1.3.dfsg-3.1ubuntu2;1.2.11-25;1.2.11-40
krb5;3;base;libkrb5-3 libgssapi-krb5-2;krb5-libs;1.18.3-6;1.20.1-2;1.21.3-5;1.19.2-2ubuntu0;1.20.1-6ubuntu2;1.18.2-30;1.21.1-4
perl;2;base;perl perl-base;perl-libs perl-interpreter;5.32.1-4;5.36.0-7;5.40.1-6;5.34.0-3ubuntu1;5.38.2-3.2ubuntu0;5.26.3-422;5.32.1-481
python3;4;base;@python;python3-libs;3.9.2-1;3.11.2-6;3.13.5-2;3.10.12-1~22.04;3.12.3-1ubuntu0;3.6.8-69;3.9.21-1
vim;5;base;vim-common vim-tiny;vim-minimal;2:8.2.2434-3;2:9.0.1378-2;2:9.1.1230-2;2:8.2.3995-1ubuntu2;2:9.1.0016-1ubuntu7;8.0.1763-19;8.2.2637-21
glib2.0;2;base;libglib2.0-0;glib2;2.66.8-1;2.74.6-2;2.84.3-1;2.72.4-0ubuntu2;2.80.0-6ubuntu3;2.56.4-165;2.68.4-16
sqlite3;2;base;libsqlite3-0;sqlite-libs;3.34.1-3;3.40.1-2;3.46.1-7;3.37.2-2ubuntu0;3.45.1-1ubuntu2;3.26.0-19;3.34.1-7
util-linux;1;base;util-linux mount;util-linux;2.36.1-8;2.38.1-5;2.41-5;2.37.2-4ubuntu3;2.39.3-9ubuntu6;2.32.1-46;2.37.4-20
shadow;1;base;passwd login;shadow-utils;1:4.8.1-1;1:4.13+dfsg1-1;1:4.17.4-2;1:4.8.1-2ubuntu2;1:4.13+dfsg1-4ubuntu3;2:4.6-22;2:4.9-10
gnupg2;1;base;gnupg gpgv;gnupg2;2.2.27-2;2.2.40-1.1;2.4.7-21;2.2.27-3ubuntu2;2.4.4-2ubuntu17;2.2.20-3;2.3.3-4
libgcrypt20;1;base;libgcrypt20;libgcrypt;1.8.7-6;1.10.1-3;1.11.0-7;1.9.4-3ubuntu3;1.10.3-2build1;1.8.5-7;1.10.0-11
nettle;1;base;libnettle8;nettle;3.7.3-1;3.8.1-2;3.10.1-1;3.7.3-1build2;3.9.1-2.2build1;3.4.1-7;3.10.1-1
libssh2;1;base;libssh2-1;libssh;1.9.0-2;1.10.0-3;1.11.1-1;1.10.0-3;1.11.0-4.1build2;0.9.6-14;0.10.4-13
nghttp2;2;base;libnghttp2-14;libnghttp2;1.43.0-1;1.52.0-1;1.64.0-1;1.43.0-1ubuntu0;1.59.0-1ubuntu0;1.33.0-6;1.43.0-6
libarchive;2;base;libarchive13;libarchive;3.4.3-2;3.6.2-1;3.7.4-4;3.6.0-1ubuntu1;3.7.2-2ubuntu0;3.3.3-5;3.5.3-4
rsync;2;base;rsync;rsync;3.2.3-4;3.2.7-1;3.4.1+ds1-5;3.2.7-0ubuntu0;3.2.7-1ubuntu1;3.1.3-20;3.2.3-20
wget;1;base;wget;wget;1.21-1;1.21.3-1;1.25.0-2;1.21.2-2ubuntu1;1.21.4-1ubuntu4;1.19.5-12;1.21.1-8
tar;1;base;tar;tar;1.34+dfsg-1;1.34+dfsg-1.2;1.35+dfsg-3;1.34+dfsg-1ubuntu0;1.35+dfsg-3build1;2:1.30-9;2:1.34-7
xz-utils;1;base;xz-utils liblzma5;xz-libs;5.2.5-2.1;5.4.1-0;5.8.1-1;5.2.5-2ubuntu1;5.6.1+really5.4.5-1;5.2.4-4;5.2.5-8
dbus;1;base;dbus libdbus-1-3;dbus;1.12.28-0;1.14.10-1;1.16.2-2;1.12.20-2ubuntu4;1.14.10-4ubuntu4;1:1.12.8-26;1:1.12.20-8
polkit;1;base;policykit-1;polkit;0.105-31;122-3;126-2;0.105-33;124-2ubuntu1;0.115-15;0.117-13
pam;2;base;libpam-modules libpam-runtime;pam;1.4.0-9;1.5.2-6;1.7.0-5;1.4.0-11ubuntu2;1.5.3-5ubuntu5;1.3.1-34;1.5.1-22
e2fsprogs;1;base;e2fsprogs;e2fsprogs;1.46.2-2;1.47.0-2;1.47.2-3;1.46.5-2ubuntu1;1.47.0-2.4;1.45.6-5;1.46.5-5
less;1;base;less;less;551-2;590-2;668-1;590-1ubuntu0;590-2ubuntu2;530-3;590-5
bash;1;base;bash;bash;5.1-2;5.2.15-2;5.2.37-2;5.1-6ubuntu1;5.2.21-2ubuntu4;4.4.20-5;5.1.8-9
coreutils;1;base;coreutils;coreutils;8.32-4;9.1-1;9.7-3;8.32-4.1ubuntu1;9.4-3ubuntu6;8.30-15;8.32-36
ca-certificates;1;base;ca-certificates;ca-certificates;20210119;20230311;20250419;20230311ubuntu0.22.04;20240203;2024.2.69_v8.0.303-80.0;2024.2.69_v8.0.303-91.4
tzdata;1;base;tzdata;tzdata;2024b-0;2024b-0;2025b-4;2024a-0ubuntu0;2024a-3ubuntu1;2024b-2;2024b-2
apt;1;base;apt libapt-pkg6.0;dnf;2.2.4;2.6.1;3.0.3;2.4.13;2.7.14build2;4.7.0-20;4.14.0-17
dpkg;1;base;dpkg;rpm;1.20.13;1.21.22;1.22.21;1.21.1ubuntu2;1.22.6ubuntu6;4.14.3-31;4.16.1.3-34
ncurses;1;base;libncurses6 libtinfo6;ncurses-libs;6.2+20201114-2;6.4-4;6.5+20250216-2;6.3-2ubuntu0;6.4+20240113-1ubuntu2;6.1-10;6.2-10
pcre2;1;base;libpcre2-8-0;pcre2;10.36-2;10.42-1;10.46-1;10.39-3ubuntu0;10.42-4ubuntu2;10.32-3;10.40-6
lz4;1;base;liblz4-1;lz4-libs;1.9.3-2;1.9.4-1;1.10.0-4;1.9.3-2build2;1.9.4-1build1;1.8.3-3;1.9.3-5
elfutils;1;base;libelf1;elfutils-libelf;0.183-1;0.188-2;0.192-4;0.186-1ubuntu0;0.190-1.1ubuntu0;0.190-2;0.192-5
binutils;2;app data;binutils;binutils;2.35.2-2;2.40-2;2.44-3;2.38-4ubuntu2;2.42-4ubuntu2;2.30-125;2.35.2-54
bind9;3;dns base;bind9-host bind9-libs;bind-libs bind-utils;1:9.16.50-1;1:9.18.{28}-1~deb12u2;1:9.20.{9}-1;1:9.18.28-0ubuntu0.22.04;1:9.18.28-0ubuntu0.24.04;32:9.11.36-16;32:9.16.23-24
unbound;2;dns;unbound libunbound8;unbound;1.13.1-1;1.17.1-2;1.22.0-2;1.13.1-1ubuntu5;1.19.2-1ubuntu3;1.16.2-5;1.16.2-8
dnsmasq;2;dns edge;dnsmasq-base;dnsmasq;2.85-1;2.90-4;2.91-1;2.90-0ubuntu0.22.04;2.90-2ubuntu0;2.79-33;2.85-16
nginx;3;web edge;nginx nginx-common;nginx-core;1.18.0-6.1;1.22.1-9;1.26.3-3;1.18.0-6ubuntu14;1.24.0-2ubuntu7;1:1.22.1-8;1:1.20.1-20
apache2;4;web;apache2 apache2-bin;httpd httpd-core;2.4.{62}-1~deb11u1;2.4.{62}-1~deb12u1;2.4.{65}-2;2.4.52-1ubuntu4;2.4.58-1ubuntu8;2.4.37-65;2.4.62-1
haproxy;1;edge;haproxy;haproxy;2.2.9-2;2.6.12-1;3.0.11-1;2.4.24-0ubuntu0;2.8.5-1ubuntu3;2.4.22-4;2.4.22-3
php;4;web;@php;php-cli php-fpm;7.4.33-1;8.2.{24}-1~deb12u1;8.4.{10}-2;8.1.2-1ubuntu2;8.3.6-0ubuntu0;8.2.13-1;8.1.32-1
postgresql;3;db data;@postgresql;postgresql-server;13.{16}-0+deb11u1;15.{8}-0+deb12u1;17.{5}-1;14.{13}-0ubuntu0.22.04.1;16.{4}-0ubuntu0.24.04.1;13.{16}-1.el8;13.{16}-1.el9
mariadb;2;db;mariadb-server mariadb-client;mariadb-server;1:10.5.{26}-0+deb11u2;1:10.11.{6+2}-0+deb12u1;1:11.8.{2}-1;1:10.6.{18+2}-0ubuntu0.22.04.1;1:10.11.{8+2}-0ubuntu0.24.04.1;3:10.3.39-1;3:10.5.{22+3}-1.el9
redis;2;app data;redis-server redis-tools;redis;5:6.0.16-1;5:7.0.15-1;5:8.0.2-3;5:6.0.16-1ubuntu1;5:7.0.15-1ubuntu0;6.2.7-1;6.2.7-1
openjdk-17;4;java;openjdk-17-jre-headless;java-17-openjdk-headless;17.0.{12}+8-2~deb11u1;17.0.{12}+7-2~deb12u1;-;17.0.{12}+7-1ubuntu2~22.04;17.0.{12}+7-1ubuntu2~24.04;1:17.0.{12}.0.7-2.el8;1:17.0.{12}.0.7-2.el9
openjdk-21;2;java;openjdk-21-jre-headless;java-21-openjdk-headless;-;-;21.0.{7}+6-1;21.0.{4}+7-1ubuntu2~22.04;21.0.{4}+7-1ubuntu2~24.04;1:21.0.{4}.0.7-1.el8;1:21.0.{4}.0.7-1.el9
tomcat9;2;java;tomcat9 libtomcat9-java;tomcat;9.0.43-2;9.0.70-2;9.0.95-1;9.0.58-1ubuntu0;9.0.70-2ubuntu0;1:9.0.87-1;1:9.0.87-2
tomcat10;2;java;tomcat10;-;-;10.1.6-1;10.1.34-1;-;10.1.16-1ubuntu0;-;-
jackson-databind;1;java;libjackson2-databind-java;-;2.12.1-1;2.14.0-1;2.14.0-2;2.13.0-2ubuntu0;2.14.0-1ubuntu1;-;-
libspring-java;1;java;libspring-core-java;-;4.3.30-1;4.3.30-2;4.3.30-2;4.3.30-1ubuntu1;4.3.30-2ubuntu1;-;-
samba;3;file;samba samba-common;samba samba-common;2:4.13.13+dfsg-1;2:4.17.12+dfsg-0;2:4.22.3+dfsg-4;2:4.15.13+dfsg-0ubuntu1;2:4.19.5+dfsg-4ubuntu9;4.19.4-9;4.20.2-2
nfs-utils;1;file;nfs-common nfs-kernel-server;nfs-utils;1:1.3.4-6;1:2.6.2-4;1:2.8.3-1;1:2.6.1-1ubuntu1;1:2.6.4-3ubuntu5;1:2.3.3-64;1:2.5.4-27
cups;2;file;cups libcups2;cups-libs;2.3.3op2-3;2.4.2-3;2.4.10-3;2.4.1op1-1ubuntu4;2.4.7-1.2ubuntu7;1:2.2.6-62;1:2.3.3op2-31
cifs-utils;1;file;cifs-utils;cifs-utils;2:6.11-3.1;2:7.0-2;2:7.4-1;2:6.14-1ubuntu0;2:7.0-2ubuntu0;7.0-1;7.0-5
postfix;1;mail base;postfix;postfix;3.5.25-0;3.7.11-0;3.10.3-2;3.6.4-1ubuntu1;3.8.6-1build2;2:3.5.8-7;2:3.5.25-1
exim4;2;mail;exim4-base exim4-daemon-light;-;4.94.2-7;4.96-15;4.98.2-1;4.95-4ubuntu2;4.97-4ubuntu4;-;-
dovecot;1;mail;dovecot-core dovecot-imapd;dovecot;1:2.3.13+dfsg1-2;1:2.3.19.1+dfsg1-2.1;1:2.4.1+dfsg1-6;1:2.3.16+dfsg1-3ubuntu2;1:2.3.21+dfsg1-2ubuntu6;1:2.3.16-5;1:2.3.16-14
spamassassin;1;mail;spamassassin;spamassassin;3.4.6-1;4.0.1-1;4.0.1-5;3.4.6-1ubuntu0;4.0.0-8ubuntu5;3.4.6-1;3.4.6-5
clamav;1;mail file;clamav clamav-daemon;clamav;0.103.10+dfsg-0;1.0.{5}+dfsg-1~deb12u1;1.4.{2}+dfsg-1;0.103.12+dfsg-0ubuntu0;1.0.7+dfsg-0ubuntu0;1.0.{7}-1.el8;1.0.{7}-1.el9
python-django;3;web;python3-django;-;2:2.2.28-1;3:3.2.19-1;3:4.2.23-1;2:3.2.12-2ubuntu1;3:4.2.11-1ubuntu1;-;-
python-urllib3;1;base;python3-urllib3;python3-urllib3;1.26.5-1;1.26.12-1;2.3.0-3;1.26.5-1~exp1;2.0.7-1ubuntu0;1.24.2-8;1.26.5-6
requests;1;base;python3-requests;python3-requests;2.25.1+dfsg-2;2.28.1+dfsg-1;2.32.3+dfsg-5;2.25.1+dfsg-2ubuntu0;2.31.0+dfsg-1ubuntu1;2.20.0-5;2.25.1-9
jinja2;1;app web;python3-jinja2;python3-jinja2;2.11.3-1;3.1.2-1;3.1.6-1;3.0.3-1ubuntu0;3.1.2-1ubuntu1;2.10.1-5;2.11.3-6
python-cryptography;1;base;python3-cryptography;python3-cryptography;3.3.2-1;38.0.4-3;43.0.0-3;3.4.8-1ubuntu2;41.0.7-4ubuntu0;3.2.1-7;36.0.1-4
pillow;1;app;python3-pil;python3-pillow;8.1.2+dfsg-0.3;9.4.0-1.1;11.1.0-5;9.0.1-1ubuntu0;10.2.0-1ubuntu1;5.1.1-21;9.1.1-4
setuptools;1;base;python3-pkg-resources;python3-setuptools;52.0.0-4;66.1.1-1;78.1.1-0;59.6.0-1.2ubuntu0;68.1.2-2ubuntu1;39.2.0-8;53.0.0-13
pyyaml;1;app;python3-yaml;python3-pyyaml;5.3.1-5;6.0-3;6.0.2-1;5.4.1-1ubuntu1;6.0.1-2build2;3.12-12;5.4.1-6
nodejs;3;app;nodejs libnode108;nodejs nodejs-libs;12.22.12~dfsg-1;18.{20}.4+dfsg-1~deb12u1;20.19.2+dfsg-1;12.22.9~dfsg-1ubuntu3;18.19.1+dfsg-6ubuntu5;1:18.20.4-1;1:16.20.2-8
node-undici;1;app;node-undici;-;-;5.15.0+dfsg1-1;7.3.0+dfsg1-1;-;5.26.3+dfsg1-2;-;-
golang-1.22;2;app;golang-1.22-go;golang;1.15.15-1;1.19.8-2;1.24.4-1;1.22.2-2~22.04;1.22.2-2ubuntu0;1.22.{7}-1.el8;1.22.{7}-2.el9
ruby;2;app;@ruby;ruby-libs;2.7.4-1;3.1.2-7;3.3.8-2;3.0.2-7ubuntu2;3.2.3-1ubuntu0;2.5.9-113;3.0.7-165
ruby-rack;1;app;ruby-rack;-;2.1.4-3;2.2.6.4-1;3.1.16-0;2.1.4-5ubuntu1;2.2.7-1ubuntu0;-;-
git;2;app;git;git git-core;1:2.30.2-1;1:2.39.5-0;1:2.47.2-0;1:2.34.1-1ubuntu1;1:2.43.0-1ubuntu7;2.43.5-1;2.43.5-1
docker.io;2;app;docker.io;podman;20.10.5+dfsg1-1;20.10.24+dfsg1-1;26.1.5+dfsg1-9;24.0.7-0ubuntu2;26.1.3-0ubuntu1;4:4.9.4-13;5:5.2.2-9
containerd;2;app;containerd;containers-common;1.4.13~ds1-1;1.6.20~ds1-1;1.7.24~ds1-6;1.7.12-0ubuntu2;1.7.24-0ubuntu1;2:1-82;2:1-91
runc;1;app;runc;runc;1.0.0~rc93+ds1-5;1.1.5+ds1-1;1.1.15+ds1-2;1.1.12-0ubuntu2;1.1.12-0ubuntu3;1:1.1.12-5;4:1.2.2-2
imagemagick;3;app web;imagemagick-6.q16 libmagickcore-6.q16-6;ImageMagick-libs;8:6.9.11.60+dfsg-1.3;8:6.9.11.60+dfsg-1.6;8:7.1.1.43+dfsg1-1;8:6.9.11.60+dfsg-1.3ubuntu0;8:6.9.12.98+dfsg1-5;6.9.13.17-1;6.9.13.17-1
ghostscript;2;app file;ghostscript libgs9;ghostscript libgs;9.53.3~dfsg-7;10.0.0~dfsg-11;10.05.1~dfsg-1;9.55.0~dfsg1-0ubuntu5;10.02.1~dfsg1-0ubuntu7;9.27-15;9.54.0-18
tiff;3;app;libtiff6;libtiff;4.2.0-1;4.5.0-6;4.7.0-3;4.3.0-6ubuntu0;4.5.1+git230720-4ubuntu2;4.0.9-33;4.4.0-13
libwebp;1;app web;libwebp7;libwebp;0.6.1-2.1;1.2.4-0.2;1.5.0-0.1;1.2.2-2ubuntu0;1.3.2-0.4build3;1.0.0-9;1.2.0-8
libpng1.6;1;app web;libpng16-16;libpng;1.6.37-3;1.6.39-2;1.6.48-1;1.6.37-3build5;1.6.43-5build1;1.6.34-8;1.6.37-12
freetype;1;app web;libfreetype6;freetype;2.10.4+dfsg-1;2.12.1+dfsg-5;2.13.3+dfsg-1;2.11.1+dfsg-1ubuntu0;2.13.2+dfsg-1build3;2.9.1-10;2.10.4-10
openjpeg2;1;app;libopenjp2-7;openjpeg2;2.4.0-3;2.5.0-2;2.5.3-2;2.4.0-6ubuntu0;2.5.0-2ubuntu0;2.4.0-5;2.4.0-8
poppler;2;app;libpoppler126 poppler-utils;poppler poppler-utils;20.09.0-3.1;22.12.0-2;25.03.0-5;22.02.0-2ubuntu0;24.02.0-1ubuntu9;20.11.0-12;21.01.0-21
ffmpeg;2;app;ffmpeg libavcodec59;-;7:4.3.7-0;7:5.1.{6}-0+deb12u1;7:7.1.{1}-1;7:4.4.2-0ubuntu0;7:6.1.1-3ubuntu5;-;-
gdk-pixbuf;1;app;libgdk-pixbuf-2.0-0;gdk-pixbuf2;2.42.2+dfsg-1;2.42.10+dfsg-1;2.42.12+dfsg-4;2.42.8+dfsg-1ubuntu0;2.42.10+dfsg-3ubuntu3;2.36.12-6;2.42.6-4
libxslt;1;web app;libxslt1.1;libxslt;1.1.34-4;1.1.35-1;1.1.35-1.2;1.1.34-4ubuntu0;1.1.39-0exp1;1.1.32-6;1.1.34-9
libyaml;1;app;libyaml-0-2;libyaml;0.2.2-1;0.2.5-1;0.2.5-2;0.2.5-1build1;0.2.5-1build2;0.1.7-5;0.2.5-7
openldap;1;base;libldap-2.5-0;openldap;2.4.57+dfsg-3;2.5.13+dfsg-5;2.6.10+dfsg-1;2.5.18+dfsg-0ubuntu0;2.6.7+dfsg-1exp1ubuntu8;2.4.46-20;2.6.8-4
cyrus-sasl2;1;base;libsasl2-2;cyrus-sasl-lib;2.1.27+dfsg-2.1;2.1.28+dfsg-10;2.1.28+dfsg1-9;2.1.27+dfsg2-3ubuntu1;2.1.28+dfsg1-5ubuntu3;2.1.27-6;2.1.27-21
net-snmp;1;edge base;libsnmp40 snmpd;net-snmp-libs;5.9+dfsg-4;5.9.3+dfsg-2;5.9.4+dfsg-2;5.9.1+dfsg-1ubuntu2;5.9.4+dfsg-1.1ubuntu3;1:5.8-30;1:5.9.1-17
openvpn;1;edge;openvpn;openvpn;2.5.1-3;2.6.3-1;2.6.14-1;2.5.11-0ubuntu0;2.6.12-0ubuntu0;2.4.12-1;2.5.11-1
strongswan;1;edge;strongswan libstrongswan;libreswan;5.9.1-1;5.9.8-5;6.0.1-6;5.9.5-2ubuntu2;5.9.13-2ubuntu4;4.12-2;4.15-3
iptables;1;edge;iptables;iptables;1.8.7-1;1.8.9-2;1.8.11-2;1.8.7-1ubuntu5;1.8.10-3ubuntu2;1.8.5-11;1.8.10-8
chrony;1;base;chrony;chrony;4.0-8;4.3-2;4.6.1-3;4.2-2ubuntu2;4.5-1ubuntu4;4.5-1;4.6-1
rsyslog;1;base;rsyslog;rsyslog;8.2102.0-2;8.2302.0-1;8.2504.0-1;8.2112.0-2ubuntu2;8.2312.0-3ubuntu9;8.2102.0-15;8.2310.0-4
zabbix;1;data;zabbix-agent;zabbix-agent;1:5.0.8+dfsg-1;1:6.0.14+dfsg-1;1:7.0.10+dfsg-2;1:5.0.17+dfsg-1;1:6.0.{25}-1;1:6.0.{25}-1.el8;1:6.0.{25}-1.el9
opensearch;1;data;opensearch;opensearch;2.{11}.1;2.{11}.1;2.{17}.0;2.{11}.1;2.{11}.1;2.{11}.1-1;2.{11}.1-1
memcached;1;app data;memcached;memcached;1.6.9+dfsg-1;1.6.18-1;1.6.38-1;1.6.14-1ubuntu0;1.6.24-1build3;1.5.22-2;1.6.9-7
unzip;1;base;unzip;unzip;6.0-26;6.0-28;6.0-29;6.0-26ubuntu3;6.0-28ubuntu4;6.0-47;6.0-57
busybox;1;base;busybox;-;1:1.30.1-6;1:1.35.0-4;1:1.37.0-6;1:1.30.1-7ubuntu3;1:1.36.1-6ubuntu3;-;-
cpio;1;base;cpio;cpio;2.13+dfsg-7.1;2.13+dfsg-7.1;2.15+dfsg-2;2.13+dfsg-7ubuntu0;2.15+dfsg-1ubuntu2;2.12-11;2.13-16
grub2;1;base;grub-common grub2-common;grub2-common;2.06-3~deb11u6;2.06-13;2.12-9;2.06-2ubuntu14;2.12-1ubuntu7;1:2.02-158;1:2.06-94
shim;1;base;shim-signed;shim-x64;1.44~1+deb11u1;1.44~1+deb12u1;1.47;1.51.4;1.58;15.8-4;15.8-4
mc;1;data;mc;-;3:4.8.26-1.1;3:4.8.29-2;3:4.8.33-1;3:4.8.27-1;3:4.8.30-1;-;-
screen;1;base;screen;screen;4.8.0-6;4.9.0-4;4.9.1-3;4.9.0-1;4.9.1-1ubuntu1;4.6.2-12;4.8.0-6
tmux;1;data;tmux;tmux;3.1c-1;3.3a-3;3.5a-3;3.2a-4ubuntu0;3.4-1ubuntu0;2.7-3;3.2a-5
`;

/** About 120 source packages that servers really have. */
export const linuxCatalogue: readonly LinuxSource[] = table.trim().split('\n').map(readRow);

function readRow(line: string): LinuxSource {
  const [source = '', weight, roles = '', deb = '', rpm = '', ...versions] = line.split(';');
  const found = linuxReleases.flatMap((release, index) => {
    const version = versions[index];
    return version === undefined || version === '-' ? [] : [[release, version] as const];
  });
  return {
    source,
    weight: Number(weight),
    roles: roles.split(' ').filter(isRole),
    deb: namesIn(deb),
    rpm: namesIn(rpm),
    versions: Object.fromEntries(found),
  };
}

function namesIn(text: string): string[] {
  return text === '-' ? [] : text.split(' ');
}

function isRole(text: string): text is Role {
  return ['base', 'web', 'app', 'java', 'db', 'dns', 'file', 'mail', 'data', 'edge'].includes(text);
}
