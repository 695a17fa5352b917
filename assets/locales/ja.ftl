named-condition = { $name }：{ $condition }
condition-status =
    { $status ->
        [stopped] 停止
        [stopping] 停止処理中…
        [starting] 起動処理中…
       *[running] 実行中
    }
condition-connecting = 接続しています…
condition-unreachable = 通信不可
condition-no-news = 情報なし
condition-no-news-since = 情報なし（最終：{ $time }）
condition-silent = 応答なし
condition-pending =
    { $operation ->
        [start] 起動処理中…
        [stop] 停止処理中…
       *[switch] 切り替え中…
    }
condition-pending-lost =
    { $operation ->
        [start] 起動処理中…（応答なし、監視中）
        [stop] 停止処理中…（応答なし、監視中）
       *[switch] 切り替え中…（応答なし、監視中）
    }
condition-not-found = 見つかりません
condition-not-understood = 不明なコマンド
condition-refused = 拒否されました
condition-unexpected = 予期しない応答
condition-stuck-in-starting = 起動が終わりません
condition-stuck-in-stopping = 停止が終わりません
condition-should-be-running = 設定では「実行中」
condition-should-be-stopped = 設定では「停止」
condition-port-in-use = ポート使用中
condition-failed =
    { $operation ->
        [start] 起動できませんでした
        [stop] 停止できませんでした
       *[switch] 切り替えできませんでした
    }

counted-at-fault = 異常 { $number }
counted-unreachable = 通信不可 { $number }
counted-without-news = 情報なし { $number }
counted-changing = 処理中 { $number }
counted-running = 実行中 { $number }
counted-stopped = 停止 { $number }
counts-joined = { $first }、{ $rest }

server-unreachable-brief = { $server } 通信不可
parts-joined = { $first }／{ $rest }

no-projects = プロジェクトが設定されていません
loading = 設定を読み込んでいます…
configuration-broken = 設定に誤りがあります
monitor-silent = 監視が止まりました：表示は最新ではありません
monitor-silent-remedy = 自然に回復しない場合は、「終了」を選び、PEKAT Tray を起動し直してください。
menu-operation =
    { $operation ->
        [start] 起動
        [stop] 停止
       *[switch] これに切り替え
    }
menu-pin =
    { $operation ->
        [start] 「起動」を上部にピン留めする
        [stop] 「停止」を上部にピン留めする
       *[switch] 「これに切り替え」を上部にピン留めする
    }
menu-unpin =
    { $operation ->
        [start] 「起動」のピン留めを外す
        [stop] 「停止」のピン留めを外す
       *[switch] 「これに切り替え」のピン留めを外す
    }
menu-details = 詳細…
menu-scan = コードをスキャン…
menu-copy-path = パスをコピー
menu-open-page = プロジェクトのページを開く
menu-needs-attention = 要確認
menu-no-fault = 異常は解消しました
menu-more-faults = …ほか異常 { $number } 件
menu-on-server = { $project }（{ $server }）
menu-switch-to = 切り替え先
menu-recent = 最近の項目
menu-all = すべて
menu-refresh = 今すぐ更新
menu-open-configuration = 設定ファイルを開く
menu-managed = 組織によって管理されています
menu-add-or-remove = 追加と削除
menu-add-project = プロジェクトを追加…
menu-add-server = サーバーを追加…
menu-find-projects = プロジェクトを検索…
menu-remove-server = サーバーを外す
menu-remove-this-server = サーバーを外す…
menu-remove = 一覧から外す…
menu-add-found = このコンピューターで見つかったプロジェクト { $number } 件を追加…
menu-autostart = Windows と同時に起動
menu-autostart-turned-off = Windows と同時に起動（タスク マネージャーで無効）
menu-autostart-for-all = Windows と同時に起動（すべてのユーザーに設定済み）
menu-autostart-managed = Windows と同時に起動（組織によって管理）
menu-about = PEKAT Tray { $version } について
menu-exit = 終了
menu-icons-folded = アイコンは 1 個にまとめました：{ $number } 個までしか表示できません
icon-named = { $name }：{ $says }
menu-more = その他（{ $number }）
menu-from-to = { $first } ～ { $last }
and-more = …ほか { $number } 件

hotkeys-taken = 他のプログラムが使用中のホットキー：
hotkeys-remedy = そのプログラムを閉じるか、設定の `hotkey` を変更してください。
hotkey-taken-title = { $hotkey } は使用中です
hotkey-taken-body = 他のプログラムが使用しているため、「{ $action }」は実行されません。{ $remedy }
hotkeys-taken-title = { $number } 個のホットキーが使用中です
hotkeys-taken-body = 他のプログラムが使用しています：{ $list }。{ $remedy }

scan-title = スキャン － PEKAT Tray
scan-prompt = コードをスキャンするか、入力して Enter キーを押してください。
scan-elsewhere = コードは別のウィンドウに入力されます。スキャンの前にここをクリックしてください。
scan-ready = スキャンできます
scan-close = 閉じる
unknown-code-title = 不明なコード
unknown-code-body = コード { $code } で許可されている操作はありません。
other-layout-title = キーボード レイアウトの確認
other-layout-body = 別のキーボード レイアウトの数字のようです。スキャナーのキーボードの国設定を、Windows のキーボード レイアウトに合わせてください。
scan-not-now = 今は実行できません：{ $reason }
scan-asked = 応答を待っています：{ $question }
scan-not-done = 実行しませんでした。{ $condition }

add-server-title = サーバーの追加
add-server-intro = Projects Manager の TCP サーバーが有効なコンピューターです。
add-project-title = プロジェクトの追加
add-project-intro = サーバー自身のディスク上にあるプロジェクトのフォルダーです。
find-projects-title = 見つかったプロジェクトの追加
find-projects-intro = チェックした項目を一覧に追加します。起動や停止は行いません。
dialog-address = アドレス（ホスト または ホスト:ポート）
dialog-name = 名前（省略可）
dialog-server = サーバー
dialog-folder = サーバー上のフォルダー
dialog-browse = 参照…
dialog-add = 追加
dialog-add-anyway = このまま追加
dialog-cancel = キャンセル
this-computer = このコンピューター
found-project = { $name } — { $path }（{ $server }、{ $condition }）
dialog-asking = サーバーに問い合わせています…
dialog-searching = 検索しています…
dialog-saving = 保存しています…
note-no-address = アドレスを入力してください（例：{ $example }）。
note-not-an-address = 「{ $text }」はアドレスではありません。ホスト、または ホスト:ポート の形で入力してください（例：{ $example }）。
note-not-a-port = 「{ $text }」はポートではありません。1 から 65535 までの数を入力してください（例：7002）。
note-address-taken = このアドレスは { $server } で使われています。別のアドレスを入力してください。
note-name-too-long = 名前が { $number } 文字を超えています。短くしてください。
note-name-invisible = 名前に見えない文字が含まれています。入力し直してください。
note-name-taken = 名前「{ $name }」は使われています。別の名前にしてください。
note-no-path = プロジェクトのフォルダーを入力してください（例：{ $example }）。
note-path-too-long = パスが Windows の上限を超えています。パスを確認してください。
note-path-invisible = パスに見えない文字が含まれています。入力し直してください。
note-path-not-full = 完全なパスではありません。サーバー上のフォルダーの完全なパスを入力してください（例：{ $example }）。
note-path-impossible = サーバー上のフォルダーのパスに「{ $part }」は使えません。パスを修正してください。
note-path-taken = このプロジェクトは「{ $project }」として追加済みです。別のフォルダーを入力してください。
note-server-gone = このサーバーは設定にありません。別のサーバーを選んでください。
note-not-a-manager = { $address } で応答しているのは Projects Manager ではありません。その TCP サーバーのポートを確認してください。
note-not-found = { $address } の { $path } にプロジェクトがありません。つづりと、サーバー自身のディスク上のパスであること、フォルダーに { $file } があることを確認してください。
note-refused = { $address } が拒否しました：「{ $excerpt }」。Projects Manager でプロジェクトを確認してください。
note-doubted = { $reason }それでも正しい場合は、「{ $button }」を選んでください。
note-nothing-found = 新しいプロジェクトは見つかりませんでした。Projects Manager が動いていること、プロジェクトが { $folder } にあることを確認するか、「{ $menu }」を選んでください。
note-nothing-picked = 何もチェックされていません。追加する項目をチェックしてください。

unreachable-unknown-host = { $host } という名前のコンピューターが見つかりません。アドレスを確認してください。
unreachable-refused = { $address } で待ち受けているプログラムがありません。そのコンピューターで Projects Manager を起動して TCP サーバーを有効にし、同じコンピューターの別のアドレスに設定されていないか確認してください。
unreachable-no-route = ネットワークが { $address } につながっていません。ネットワーク ケーブルとアドレスを確認してください。
unreachable-connect-timeout = { $address } が応答しません。コンピューターの電源が入っていること、ファイアウォールがこのポートを許可していることを確認してください。
unreachable-no-answer = { $address } に接続できますが、応答がありません。サーバーの Projects Manager を確認してください。
unreachable-broken = { $address } が接続を切断します。サーバーの Projects Manager を確認してください。
unreachable-other = { $address } に接続できません。このコンピューターのネットワークを確認してください。
trouble-stale = { $server } から、このプロジェクトについてしばらく応答がありません。サーバーの Projects Manager を確認してください。
trouble-silent = { $server } に接続できますが、応答がありません。ほかのクライアントの操作を実行中の可能性があります。
trouble-not-found = { $server } の { $path } にプロジェクトがありません。パスとサーバーのフォルダーを確認してください。
trouble-unknown-command = { $server } がコマンドを認識しません。{ $address } が Projects Manager（バージョン 3.18 以降）の TCP サーバーであることを確認してください。
trouble-refused = { $server } が拒否しました：「{ $excerpt }」。Projects Manager で { $project } を確認してください。
trouble-unexpected = { $server } の応答「{ $excerpt }」は不明です。{ $address } が Projects Manager の TCP サーバーであることを確認してください。
trouble-stuck-in-starting = { $server } での { $project } の起動に時間がかかりすぎています。Projects Manager で確認してください。
trouble-stuck-in-stopping = { $server } での { $project } の停止に時間がかかりすぎています。Projects Manager で確認してください。
trouble-should-be-running =
    { $status ->
        [stopped] { $server } の { $project } は停止していますが、設定では「実行中」です。起動するか、設定の `expect` を変更してください。
        [stopping] { $server } の { $project } は停止処理中ですが、設定では「実行中」です。起動するか、設定の `expect` を変更してください。
        [starting] { $server } の { $project } は起動処理中ですが、設定では「実行中」です。起動するか、設定の `expect` を変更してください。
       *[running] { $server } の { $project } は実行中で、設定では「実行中」です。起動するか、設定の `expect` を変更してください。
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $server } の { $project } は停止していて、設定では「停止」です。停止するか、設定の `expect` を変更してください。
        [stopping] { $server } の { $project } は停止処理中ですが、設定では「停止」です。停止するか、設定の `expect` を変更してください。
        [starting] { $server } の { $project } は起動処理中ですが、設定では「停止」です。停止するか、設定の `expect` を変更してください。
       *[running] { $server } の { $project } は実行中ですが、設定では「停止」です。停止するか、設定の `expect` を変更してください。
    }
trouble-port-in-use = ポートが使用中です。同じポートのプロジェクトを停止するか、Projects Manager で { $project } に別のポートを割り当ててください。
trouble-given-up = コンピューターのスリープなどのため、送信しませんでした。もう一度お試しください。
trouble-not-sent = 送信しませんでした。{ $reason }
trouble-no-answer = 要求を送信しましたが、{ $server } から応答がありません。再試行する前に、サーバーのプロジェクトまたはここに表示される状態を確認してください。
whereabouts =
    { $path }
    { $server }、{ $address }

action-name =
    { $operation ->
        [start] { $project } を起動
        [stop] { $project } を停止
       *[switch] { $project } に切り替え
    }
agreed =
    { $operation ->
        [start] { $server } は { $project } の起動を受け付けました。
        [stop] { $server } は { $project } の停止を受け付けました。
       *[switch] { $server } は { $project } に切り替えました。
    }
done-title =
    { $operation ->
        [start] { $project } は実行中です
        [stop] { $project } は停止しました
       *[switch] { $project } に切り替えました
    }
done-body =
    { $operation ->
        [start] { $server } で起動しました。
        [stop] { $server } で停止しました。
       *[switch] { $server } で実行中です。
    }
already-title =
    { $operation ->
        [start] { $project } はすでに実行中です
        [stop] { $project } はすでに停止しています
       *[switch] { $project } はすでに実行中です
    }
already-body = { $server } ではすでにこの状態のため、送信しませんでした。
called-off-title =
    { $operation ->
        [start] { $project } の起動を取り消しました
        [stop] { $project } の停止を取り消しました
       *[switch] { $project } への切り替えを取り消しました
    }
called-off-body = 完了する前に、{ $server } で停止が指示されました。
could-not-title =
    { $operation ->
        [start] { $project } を起動できませんでした
        [stop] { $project } を停止できませんでした
       *[switch] { $project } に切り替えできませんでした
    }
settled-body =
    { $status ->
        [stopped] { $server } は受け付けましたが、プロジェクトは停止しています。Projects Manager で確認してください。
        [stopping] { $server } は受け付けましたが、プロジェクトは停止処理中です。Projects Manager で確認してください。
        [starting] { $server } は受け付けましたが、プロジェクトは起動処理中です。Projects Manager で確認してください。
       *[running] { $server } は受け付けましたが、プロジェクトは実行中です。Projects Manager で確認してください。
    }
unsettled-body = { $server } は受け付けましたが、まだ完了していません。Projects Manager で確認してください。
unknown-title =
    { $operation ->
        [start] { $project } が起動したか不明です
        [stop] { $project } が停止したか不明です
       *[switch] { $project } に切り替わったか不明です
    }

refused-title =
    { $operation ->
        [start] { $project } は今は起動できません
        [stop] { $project } は今は停止できません
       *[switch] { $project } には今は切り替えできません
    }
not-allowed-title =
    { $operation ->
        [start] { $project } の起動は許可されていません
        [stop] { $project } の停止は許可されていません
       *[switch] { $project } への切り替えは許可されていません
    }
refusal-not-allowed = このコンピューターの設定では許可されていません。
refusal-managed = 上部へのピン留めは組織によって管理されています。
refusal-not-configured = このプロジェクトは設定にありません。
refusal-unreachable = { $server } と通信できません。再試行しています。
refusal-unknown = { $project } の状態が不明です。状態が表示されるまでお待ちください。
refusal-busy =
    { $operation ->
        [start] { $project } は起動処理中です。完了するまでお待ちください。
        [stop] { $project } は停止処理中です。完了するまでお待ちください。
       *[switch] { $project } に切り替え中です。完了するまでお待ちください。
    }
refusal-status =
    { $status ->
        [stopped] { $project } は停止しています。
        [stopping] { $project } は停止処理中です。
        [starting] { $project } は起動処理中です。
       *[running] { $project } は実行中です。
    }
refusal-would-stop = { $project } が停止する可能性があります。このコンピューターの設定ではその停止は許可されていません。

question-title =
    { $operation ->
        [start] { $project } を起動しますか？
        [stop] { $project } を停止しますか？
       *[switch] { $project } に切り替えますか？
    }
question-start = { $server } で起動します。
question-stop = { $server } で実行中です。停止します。
question-stop-idle = { $server } で停止します。
question-switch = { $server } で停止するもの：{ $names }
question-switch-unsure = { $server } で実行中の可能性があり、その場合は停止するもの：{ $names }
question-switch-idle = { $server } で実行中のほかのプロジェクトは停止します。
names-joined = { $first }、{ $rest }
names-and-more = ほか { $number } 件
question-keep-running = 実行を続ける
question-keep = { $project } のまま続ける
question-refrain =
    { $operation ->
        [start] 起動しない
        [stop] 停止しない
       *[switch] 切り替えない
    }
question-remove-title = { $name } を外しますか？
question-remove-yes = { $name } を外す
question-remove-project = ワンクリックの操作とともに一覧から外れます。
question-remove-server = プロジェクト { $number } 件とそのワンクリックの操作とともに一覧から外れます。
question-remove-empty-server = 一覧から外れます。
question-remove-harmless = サーバーでは何も停止せず、ファイルも削除されません。
question-whole =
    { $title }

    { $body }

    OK：{ $yes }

stopped-title = { $project } が停止しました
stopped-body = { $server } で実行されていません。
started-title = { $project } は実行中です
started-body = { $server } で実行を開始しました。
recovered-title =
    { $status ->
        [stopped] { $project } は停止しています
        [stopping] { $project } は停止処理中です
        [starting] { $project } は起動処理中です
       *[running] { $project } は実行中です
    }
recovered-body = { $server } での異常は解消しました。
server-down-title = { $server } と通信できません
server-up-title = { $server } との通信が回復しました
server-up-body = 再び応答しています。
unstable-title = { $name } は不安定です
unstable-project-body = { $server } で状態が何度も変わっています。1 分間安定したら結果をお知らせします。
unstable-server-body = 通信が途切れがちです。1 分間安定したら結果をお知らせします。
unwatched-title =
    { $operation ->
        [start] { $project } の起動：監視を終了しました
        [stop] { $project } の停止：監視を終了しました
       *[switch] { $project } への切り替え：監視を終了しました
    }
unwatched-body = { $server } の { $project } は設定から外れました。結果は Projects Manager で確認してください。
monitor-silent-title = 監視が止まりました
monitor-silent-body = 表示は最新ではありません。{ $remedy }
configuration-broken-body = { $first } － すべての誤りはメニューに表示されます。ファイルを修正して保存すると、自動で読み込まれます。
configuration-broken-more-body = { $first } …ほか { $number } 件 － すべての誤りはメニューに表示されます。ファイルを修正して保存すると、自動で読み込まれます。
not-saved-title = 設定は変更されませんでした
not-opened-title = 設定ファイルを開けません
file-none-in-demo = デモのため、設定ファイルはありません。PEKAT Tray を --demo なしで起動してください。
file-cannot-be-shown = { $path } を開けません：{ $reason }。テキスト エディターで開いてください。
managed-title = 組織によって管理されています
managed-body = 表示するサーバーとプロジェクトは組織が決めています。管理者にお問い合わせください。
for-all-users-title = すべてのユーザーに設定されています
for-all-users-body = このコンピューターのすべてのユーザーに設定されています。変更は管理者に依頼してください。
not-changed-title = 許可されていません
found-title = このコンピューターでプロジェクト { $number } 件が見つかりました
found-body = メニューを開き、見つかった { $number } 件を追加してください。
autostart-for-all-title = すべてのユーザーで Windows と同時に起動します
autostart-for-all-body = ご自分の分は、タスク マネージャーの「スタートアップ アプリ」で PEKAT Tray を無効にするか、管理者にお問い合わせください。
autostart-managed-body = 組織によって決められています。管理者にお問い合わせください。
autostart-not-set-title = Windows と同時に起動の設定は変更されませんでした
autostart-not-set-body = Windows のメッセージ：{ $reason }。タスク マネージャーの「スタートアップ アプリ」で切り替えてください。

digest-faults = 異常なプロジェクト { $number } 件
digest-unreachable = 通信不可のサーバー { $number } 台
digest-unstable = 不安定 { $number } 件
digest-stopped = 停止したプロジェクト { $number } 件
digest-back = 通信が回復したサーバー { $number } 台
digest-well = 異常が解消したプロジェクト { $number } 件
digest-started = 起動したプロジェクト { $number } 件
digest-title = { $first }、ほかの変化 { $number } 件
digest-line = { $first }：{ $rest }
digest-names = { $names } ほか { $number } 件

menu-snooze-hour = 通知を 1 時間オフにする
menu-snooze-tomorrow = 通知を明日 { $time } までオフにする
menu-snoozed = 通知オフ（{ $time } まで）
menu-end-snooze = 通知をオンにする
toast-open-menu = メニューを開く
not-copied-title = { $project } のパスはコピーされませんでした
not-copied-body = 他のプログラムがクリップボードを使用しています：{ $reason }。もう一度お試しください。
page-not-opened-title = { $project } のページを開けません
page-not-opened-body = { $page } を開けません：{ $reason }。ブラウザーで開いてください。

about-title = PEKAT Tray { $version }
about =
    PEKAT VISION のプロジェクトの状態表示、起動、停止、切り替えを行います。
    独立したプログラムであり、PEKAT VISION の開発元が作成または承認したものではありません。

    ライセンス：MIT または Apache-2.0
about-commit = コミット：{ $commit }
about-configuration = 設定ファイル：{ $path }
about-log = ログ：{ $path }
about-managed = 組織による管理：{ $list }
about-ignored = 無効なため無視されたポリシー：
about-show-licences = ライセンス…
about-show-log = ログ…
already-running = PEKAT Tray はすでに実行中です。アイコンはタスク バーの通知領域にあります。

configuration-fine = { $path }：問題ありません（{ $counts }）
configuration-missing = { $path } がありません。何も設定されていません
servers-counted = サーバー { $number }
projects-counted = プロジェクト { $number }
actions-counted = アクション { $number }
found-in-folder = フォルダー
found-on-page = Webページ
