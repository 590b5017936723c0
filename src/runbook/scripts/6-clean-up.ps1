# Step 6: removes what the other steps left behind. The vault, its recovery points and both servers stay.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/azure.ps1"

$usage = @'
6-clean-up.ps1 [--execute] [--yes] [--keep-files] [--keep-blobs]

Removes the firewall rule of step 3, the files of the restore in run/files and run/work, and those in the container.
The files are the data of the server in plain text: don't keep them longer than they are needed. The journal and the
logs stay.

  --yes         don't ask before files are removed
  --keep-files  leave the files in run/files and run/work
  --keep-blobs  leave the files in the container
'@

$own = @{ '--keep-files' = $false; '--keep-blobs' = $false }

Invoke-Step '6-clean-up' $usage $args -Own $own -Body {
  if (-not (Test-Path -LiteralPath $Journal)) { Stop-Step 2 "``RUN_FOLDER`` must hold the journal of the run, got: $RunFolder" }
  Assert-Setting 'STORAGE_ACCOUNT' 'the name of the storage account that the files were restored to'
  Assert-Setting 'STORAGE_CONTAINER' 'the name of the container that the files were restored to'
  Assert-Azure

  if (-not (Test-Journal 'done' '5-verify.sh' '5-verify.sh')) {
    Write-Warned 'step 5 has not said that everything is there: without the files it can not be loaded again, but restored from the vault'
    if ($Execute -and -not (Confirm-Answer 'Clean up all the same?')) { Stop-Step 2 'nothing is removed' }
  }

  # The firewall rule of step 3.
  $rule = Get-JournalDetail 'asked' 'firewall-rule' '3-server.sh'
  if ($rule -ne '' -and -not (Test-Journal 'done' 'firewall-rule')) {
    Invoke-Change "remove the firewall rule $rule" {
      $script:Doing = 'removing the firewall rule'
      if (Invoke-Arm 'delete' "${rule}?$ServerApi") {
        if ($Operation -ne '' -and -not (Wait-Operation)) { Stop-Refused "can't remove the firewall rule" }
      } elseif ($ErrorCode -notmatch 'NotFound$') {
        Stop-Refused "can't remove the firewall rule"
      }
      Write-Journal 'done' 'firewall-rule' $rule
    }
  }

  # Files in the container: those that step 2 fetched, and no others.
  $manifest = Join-Path $Work 'manifest.tsv'
  if (-not $own['--keep-blobs'] -and (Test-Path -LiteralPath $manifest) -and -not (Test-Journal 'done' 'blobs')) {
    $names = @([IO.File]::ReadAllLines($manifest) | ForEach-Object { ConvertFrom-Field ($_.Split("`t")[2]) })
    $what = "the $($names.Count) files of this restore from the container $StorageContainer of $StorageAccount"
    if (-not $Execute -or (Confirm-Answer "Remove ${what}?")) {
      Invoke-Change "remove $what" {
        $script:Doing = 'removing the files in the container'
        foreach ($name in $names) {
          $result = Invoke-Az 'storage' 'blob' 'delete' @BlobOptions "--name=$name" '--output' 'none'
          if ($result.Code -ne 0 -and $result.Errors -notmatch 'BlobNotFound') {
            Stop-RefusedBlobs "can't remove $name from the container" $result.Errors
          }
          Write-Journal 'removed' $name
        }
        Write-Journal 'done' 'blobs'
      }
    }
  }

  # Files here. What is left to remove in the container is known from the folder of work alone.
  if (-not $own['--keep-files'] -and (-not $Execute -or (Confirm-Answer "Remove the files in $Files and ${Work}?"))) {
    Invoke-Change "remove the files in $Files and $Work" {
      $script:Doing = 'removing the files here'
      Remove-Item -LiteralPath $Files -Recurse -Force -ErrorAction Ignore
      if ((Test-Journal 'done' 'blobs') -or -not (Test-Path -LiteralPath $manifest)) {
        Remove-Item -LiteralPath $Work -Recurse -Force -ErrorAction Ignore
      }
      Write-Journal 'done' 'files'
    }
  }
  if ($Execute) { Write-Said "Cleaned up. Roles that were given for the restore have to be taken away by hand; $Journal and $Logs stay." }
}
