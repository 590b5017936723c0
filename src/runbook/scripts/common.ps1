#Requires -Version 7.3
# What the steps of this runbook share, as common.sh for bash. Each step loads it; it does nothing by itself.
#
# A step says what it would do and changes nothing, until it is called with --execute.
# Messages go to stderr, results to stdout. Exit codes: 0 done, 1 it ran and the answer is no, 2 it can't.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSNativeCommandArgumentPassing = 'Standard'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
$OutputEncoding = [Text.UTF8Encoding]::new($false)

$Here = $PSScriptRoot
# The journal knows a step by one name, whichever shell ran it: a run may go on in the other.
$Step = ''
$Execute = $false
$Yes = $false
$Again = $false
# What is being done, for the message when it stops.
$Doing = 'getting ready'

$settings = Join-Path $Here 'settings.ps1'
if (Test-Path -LiteralPath $settings) { . $settings }

# Of settings.ps1, else of the environment, else what is taken by itself.
function Get-Setting([string] $Name, $Otherwise = '') {
  $variable = Get-Variable -Name $Name -ErrorAction Ignore
  if ($null -ne $variable -and "$($variable.Value)" -ne '') { return $variable.Value }
  $value = [Environment]::GetEnvironmentVariable($Name)
  if ([string]::IsNullOrEmpty($value)) { return $Otherwise }
  return $value
}

$RunFolder = Get-Setting 'RUN_FOLDER' (Join-Path $Here 'run')
$Files = Join-Path $RunFolder 'files'
$Work = Join-Path $RunFolder 'work'
$Logs = Join-Path $RunFolder 'logs'
$Journal = Join-Path $RunFolder 'journal.tsv'

# --- what people read ---

# Names may hold control characters: a terminal must not obey them.
function Get-Line([string] $Text) { return $Text -replace '\p{Cc}', ' ' }

function Get-UtcNow { return [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") }

# Only what is executed leaves a trace.
function Write-Log([string] $Line) {
  if ($Execute -and (Test-Path -LiteralPath $Logs)) {
    $log = Join-Path $Logs ($Step -replace '\.sh$', '.log')
    [IO.File]::AppendAllText($log, "$(Get-UtcNow) $Line`n")
  }
}

function Write-Said([string] $Text) {
  $line = Get-Line $Text
  [Console]::Error.WriteLine($line)
  Write-Log $line
}

function Write-Warned([string] $Text) { Write-Said "warning: $Text" }

# Ends a step: 1 it ran and the answer is no, 2 it can't.
function Stop-Step([int] $Code, [string] $Message) {
  $end = [Exception]::new($Message)
  $end.Data['code'] = $Code
  throw $end
}

# --- what has to be there ---

function Assert-Program([string] $Name, [string] $How) {
  if ($null -eq (Get-Command -Name $Name -CommandType Application -ErrorAction Ignore)) {
    Stop-Step 2 "``$Name`` must be on the PATH, got: nothing. $How"
  }
}

function Assert-Setting([string] $Name, [string] $What) {
  if ("$(Get-Setting $Name)" -eq '') { Stop-Step 2 "``$Name`` must be set in settings.ps1: $What, got: nothing" }
}

function Assert-Choice([string] $Name, [string] $Value, [string[]] $Choices) {
  if ($Choices -cnotcontains $Value) { Stop-Step 2 "``$Name`` must be one of $($Choices -join ' '), got: $Value" }
}

# --- the step ---

# Invoke-Step NAME USAGE ARGUMENTS BODY: the options, the lock, the body, and what is said when it ends. `$Own` holds the
# options that the step has of its own.
function Invoke-Step([string] $Name, [string] $Usage, $Arguments, [scriptblock] $Body, [hashtable] $Own = @{}) {
  $script:Step = "$Name.sh"
  $code = 0
  $lock = $null
  try {
    foreach ($argument in $Arguments) {
      switch -CaseSensitive ("$argument") {
        '--execute' { $script:Execute = $true }
        '--yes' { $script:Yes = $true }
        '--again' { $script:Again = $true }
        { $_ -in '-h', '--help' } { [Console]::Out.WriteLine($Usage); exit 0 }
        default {
          if (-not $Own.ContainsKey("$argument")) { Stop-Step 2 "unknown option, got: $argument. See $Name.ps1 --help." }
          $Own["$argument"] = $true
        }
      }
    }
    if ($Execute) {
      foreach ($folder in $Files, $Work, $Logs) { [void][IO.Directory]::CreateDirectory($folder) }
      $lock = Open-Lock
      Write-Journal 'start' $Step
      if ($Again) { Write-Journal 'again' $Step }
    } else {
      Write-Said 'Dry run: nothing is changed. Call it with --execute to do what it says.'
    }
    . $Body
    if ($Execute) { Write-Journal 'done' $Step }
  } catch {
    $cause = $_.Exception
    $code = if ($cause.Data.Contains('code')) { $cause.Data['code'] } else { 2 }
    $where = if ($cause.Data.Contains('code')) { '' } else { " failed at line $($_.InvocationInfo.ScriptLineNumber)" }
    Write-Said "$Name.ps1${where}: $($cause.Message)"
  } finally {
    if ($code -ne 0) {
      Write-Journal 'failed' $Step $Doing "$code"
      Write-Said "It stopped while $Doing."
      if ($Execute) {
        Write-Said "Nothing is lost: $Journal says how far it came, and what is done isn't done again when it is called again."
      }
    }
    if (Get-Command -Name 'Remove-Scratch' -CommandType Function -ErrorAction Ignore) { Remove-Scratch }
    if ($null -ne $lock) { $lock.Dispose() }
  }
  exit $code
}

# One run of the runbook at a time. The system lets go of it with the process.
function Open-Lock {
  $path = Join-Path $RunFolder 'lock-ps1'
  try {
    return [IO.FileStream]::new($path, 'OpenOrCreate', 'ReadWrite', 'None', 1, 'DeleteOnClose')
  } catch [IO.IOException] {
    Stop-Step 2 "another step is at work in ${RunFolder}: let it end first"
  }
}

# --- changes ---

# Says it and, with --execute, does it.
function Invoke-Change([string] $Description, [scriptblock] $Action) {
  if ($Execute) {
    Write-Said $Description
    . $Action
  } else {
    Write-Said "would: $Description"
  }
}

# Yes from --yes or from whoever sits at the terminal.
function Confirm-Answer([string] $Question) {
  if ($Yes) { return $true }
  if ([Console]::IsInputRedirected) { Stop-Step 2 "$Question Nobody is there to ask: call it with --yes to say yes." }
  return (Read-Host "$Question [yes/no]") -ceq 'yes'
}

# --- the journal, as bash writes it ---

function ConvertTo-Field([string] $Text) {
  return $Text.Replace('\', '\\').Replace("`t", '\t').Replace("`n", '\n')
}

function ConvertFrom-Field([string] $Field) {
  return [regex]::Replace($Field, '\\(.)', {
      param($match)
      switch -CaseSensitive ($match.Groups[1].Value) {
        't' { "`t" }
        'n' { "`n" }
        default { $_ }
      }
    })
}

function Write-Journal {
  if (-not $Execute) { return }
  $fields = @((Get-UtcNow), $Step) + @($args | ForEach-Object { ConvertTo-Field "$_" })
  [IO.File]::AppendAllText($Journal, ($fields -join "`t") + "`n")
}

# The lines of a step, of this one if none is named, since it last started over: time, script, event, subject, details.
function Get-JournalLines([string] $Happened, [string] $Subject, [string] $By = $Step) {
  if (-not (Test-Path -LiteralPath $Journal)) { return }
  $wanted = ConvertTo-Field $Subject
  $found = [Collections.Generic.List[object]]::new()
  foreach ($line in [IO.File]::ReadAllLines($Journal)) {
    $fields = $line.Split("`t")
    if ($fields.Count -lt 3 -or $fields[1] -cne $By) { continue }
    if ($fields[2] -ceq 'again') { $found.Clear() }
    if ($fields.Count -gt 3 -and $fields[2] -ceq $Happened -and $fields[3] -ceq $wanted) { $found.Add($fields) }
  }
  return , $found.ToArray()
}

function Test-Journal([string] $Happened, [string] $Subject, [string] $By = $Step) {
  $lines = Get-JournalLines $Happened $Subject $By
  return $null -ne $lines -and $lines.Count -gt 0
}

# The first detail of the last such line; nothing where there is none.
function Get-JournalDetail([string] $Happened, [string] $Subject, [string] $By = $Step) {
  $lines = Get-JournalLines $Happened $Subject $By
  if ($null -eq $lines -or $lines.Count -eq 0 -or $lines[-1].Count -lt 5) { return '' }
  return ConvertFrom-Field $lines[-1][4]
}
