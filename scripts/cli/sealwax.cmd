@echo off
rem The command line of an installed Sealwax. The app's own Electron must not run as Node, so this takes the node of PATH.
where node >nul 2>nul
if errorlevel 1 (
  echo error: The command line of Sealwax needs Node 20 or later, and there is no node on PATH. 1>&2
  echo hint: Install Node ^(https://nodejs.org^), or use the window. 1>&2
  exit /b 1
)
node "%~dp0run.cjs" "%~n0" %*
