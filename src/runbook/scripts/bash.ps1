# PostgreSQL's own programs are driven from bash alone: PowerShell starts such a step, with its settings.

# What these steps read; settings.sh gives way to the environment.
$BashSettings = 'ENTRA_LOGIN', 'FILES_PREFIX', 'JOBS', 'KEEP_OWNERS', 'PGHOST', 'PGPASSWORD', 'PGPORT', 'PGSSLMODE',
  'PGUSER', 'REPLAY_ROLES', 'SOURCE_SERVER_HOST', 'SOURCE_SERVER_NAME', 'TARGET_SERVER_NAME'
$BashPaths = 'PGPASSFILE', 'PGSSLROOTCERT', 'RUN_FOLDER'

# Invoke-BashStep NAME ARGUMENTS: ends with the exit code of the step.
function Invoke-BashStep([string] $Name, $Arguments) {
  $bash = Get-Command -Name 'bash' -CommandType Application -ErrorAction Ignore | Select-Object -First 1
  if ($null -eq $bash) {
    [Console]::Error.WriteLine("$Name.ps1: ``bash`` must be on the PATH, got: nothing. Install the Windows Subsystem for Linux, or run $Name.sh in Azure Cloud Shell.")
    exit 2
  }
  foreach ($setting in $BashSettings) {
    $value = "$(Get-Setting $setting)"
    if ($value -ne '') { [Environment]::SetEnvironmentVariable($setting, $value) }
  }
  foreach ($setting in $BashPaths) {
    $value = "$(Get-Setting $setting)"
    # The step runs in the folder of the scripts: elsewhere its path would be another one on Windows.
    if ($value -ne '') {
      $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($value)
      [Environment]::SetEnvironmentVariable($setting, $path)
    }
  }
  if ($IsWindows) {
    # What the Windows Subsystem for Linux takes over from the environment, paths translated.
    $passed = @($env:WSLENV) + $BashSettings + @($BashPaths | ForEach-Object { "$_/p" })
    $env:WSLENV = ($passed | Where-Object { $_ }) -join ':'
  }
  Push-Location -LiteralPath $Here
  try {
    & $bash.Source "./$Name.sh" @Arguments
    $code = $LASTEXITCODE
  } finally {
    Pop-Location
  }
  exit $code
}
